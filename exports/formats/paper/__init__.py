"""Ink on A4: the pieces of which `exports.formats.pdf` puts a document together."""

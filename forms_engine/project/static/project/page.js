// What every page does: a page that comes back from the browser's memory after signing out is loaded afresh.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

// A button that prints is of use only where a script runs.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

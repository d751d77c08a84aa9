// Forms marked data-keep: leaving with something typed and not saved asks first.
const changed = new Set();
for (const form of document.querySelectorAll("form[data-keep]")) {
  form.addEventListener("input", () => changed.add(form));
  form.addEventListener("submit", () => changed.clear());
}
window.addEventListener("beforeunload", (event) => {
  if (changed.size) event.preventDefault();
});

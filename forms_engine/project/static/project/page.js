// What every page does: a page that comes back from the browser's memory after signing out is loaded afresh.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

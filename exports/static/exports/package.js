// Waits for a package: asks for its state every second and a half, says it, and shows the page anew when it is over.
const panel = /** @type {HTMLElement} */ (document.getElementById("package"));
const words = /** @type {HTMLElement} */ (document.getElementById("package-state"));

async function look() {
  try {
    const answer = await fetch(panel.dataset.status ?? "", { headers: { Accept: "application/json" } });
    if (answer.status === 401 || answer.status === 404) return window.location.reload(); // the page itself says why
    if (answer.ok) {
      const status = await answer.json();
      if (words.textContent !== status.words) words.textContent = status.words;
      if (status.state === "done" || status.state === "parked") return window.location.reload();
    }
  } catch {
    // no network just now: ask again
  }
  setTimeout(look, 1500);
}

setTimeout(look, 800);

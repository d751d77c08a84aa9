// What every page does: a page that comes back from the browser's memory after signing out is loaded afresh.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

// A button that prints is of use only where a script runs.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Forms marked data-sure hold an act that cannot be taken back. The first press turns the button into the question, the
// second sends the form; left alone, the button is itself again. A form with several buttons has a question on each.
const PATIENCE = 5000; // milliseconds
const SLIP = 500; // milliseconds: a double touch is one touch
const told = document.createElement("p");
let asking = null;

function giveUp() {
  if (!asking) return;
  clearTimeout(asking.clock);
  asking.button.textContent = asking.words;
  if (asking.label) asking.button.setAttribute("aria-label", asking.label);
  asking.button.classList.remove("asking");
  told.textContent = "";
  asking = null;
}

function ask(button, question) {
  giveUp();
  const [words, label] = [button.textContent, button.getAttribute("aria-label")];
  asking = { button, words, label, since: performance.now(), clock: setTimeout(giveUp, PATIENCE) };
  button.textContent = question;
  if (label) button.setAttribute("aria-label", `${label}. ${question}`);
  button.classList.add("asking");
  told.textContent = label ? `${label}. ${question}` : question;
}

const sure = document.querySelectorAll("form[data-sure]");
if (sure.length) {
  told.className = "visually-hidden";
  told.setAttribute("aria-live", "assertive");
  document.body.append(told);
}
for (const form of sure) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter ?? form.querySelector("button");
    if (asking?.button === button && performance.now() - asking.since >= SLIP) return clearTimeout(asking.clock);
    event.preventDefault();
    if (asking?.button !== button) ask(button, button.dataset.sure || form.dataset.sure);
  });
}

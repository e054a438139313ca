/* Keys for who judges many: J and K go from card to card, 1, 2 and 3 choose what is said, Enter keeps it. They work
   wherever one is on the page, never while something is typed, and can be turned off. Without this script all of it is
   a form, and the address after Keep leads to the next card. */
"use strict";
(() => {
  const cards = [...document.querySelectorAll("[data-card]")];
  if (!cards.length) return;
  const OFF = "lali-keys-off";
  const line = document.querySelector("[data-keys]");
  const button = line?.querySelector("button");
  let here = cards[0];
  let works = true;
  try { works = sessionStorage.getItem(OFF) === null; } catch { /* nothing is kept: the keys are on */ }

  function show() {
    if (!line) return;
    line.hidden = false;
    line.querySelector("[data-keys-words]").hidden = !works;
    button.textContent = works ? button.dataset.off : button.dataset.on;
  }
  function turn() {
    works = !works;
    try { if (works) sessionStorage.removeItem(OFF); else sessionStorage.setItem(OFF, "1"); } catch { /* until the next page */ }
    show();
  }
  function stand(card) {
    here = card;
    cards.forEach((one) => { one.tabIndex = one === card ? 0 : -1; });
  }
  function go(card) {
    if (!card) return;
    stand(card);
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }
  function choose(card, place) {
    const sheet = card.querySelector("details.dialog");
    const choice = sheet?.querySelectorAll("input[type=radio]")[place];
    if (!choice) return;
    stand(card);
    sheet.open = true;
    choice.checked = true;
    sheet.querySelector("input[type=text]")?.focus();
  }
  function types(target) {
    return target.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  }

  stand(here);
  show();
  button?.addEventListener("click", turn);
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest?.("[data-card]");
    if (card) stand(card);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const within = event.target.closest?.("[data-card]");
    if (event.key === "Escape") {
      const sheet = within && event.target.closest("details.dialog");
      if (sheet) { sheet.open = false; within.focus(); }
      return;
    }
    if (!works || types(event.target)) return;
    const place = cards.indexOf(here);
    const key = event.key.toLowerCase();
    if (key === "j") go(within || document.activeElement === here ? cards[place + 1] : here); // the first press takes hold
    else if (key === "k") go(within ? cards[place - 1] : here);
    else if ("123".includes(key)) choose(here, Number(key) - 1);
    else return;
    event.preventDefault();
  });

  const begun = cards.find((card) => card.querySelector("details.dialog[open]"));
  const next = /^#card-(\d+)$/.exec(location.hash); // where the card stood that was judged: the next one stands there now
  if (begun) begun.scrollIntoView({ block: "nearest" });
  else if (next) go(document.getElementById(location.hash.slice(1)) ?? cards[cards.length - 1]);
})();

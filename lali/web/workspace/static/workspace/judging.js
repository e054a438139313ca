/* Keys for who judges many: J and K go from card to card, 1, 2 and 3 choose what is said, Enter keeps it. They work inside
   a card only, never while something is typed. Without this script all of it is a form. */
"use strict";
(() => {
  const cards = [...document.querySelectorAll("[data-card]")];
  if (!cards.length) return;
  document.querySelectorAll("[data-with-script]").forEach((part) => { part.hidden = false; });
  cards.forEach((card) => { card.tabIndex = -1; });
  cards[0].tabIndex = 0;

  function go(card) {
    if (!card) return;
    cards.forEach((one) => { one.tabIndex = one === card ? 0 : -1; });
    card.focus();
    card.scrollIntoView({ block: "nearest" });
  }
  function choose(card, place) {
    const sheet = card.querySelector("details.dialog");
    const choice = sheet?.querySelectorAll("input[type=radio]")[place];
    if (!choice) return;
    sheet.open = true;
    choice.checked = true;
    sheet.querySelector("input[type=text]")?.focus();
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const card = event.target.closest?.("[data-card]");
    if (!card) return;
    if (event.key === "Escape") {
      const sheet = event.target.closest("details.dialog");
      if (sheet) { sheet.open = false; card.focus(); }
      return;
    }
    if (event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select")) return;
    const place = cards.indexOf(card);
    if (event.key === "j") go(cards[place + 1]);
    else if (event.key === "k") go(cards[place - 1]);
    else if ("123".includes(event.key)) choose(card, Number(event.key) - 1);
    else return;
    event.preventDefault();
  });
  const begun = cards.find((card) => card.querySelector("details.dialog[open]"));
  if (begun) begun.scrollIntoView({ block: "nearest" });
  else if (document.querySelector(".notice-done")) cards[0].focus({ preventScroll: true }); // on to the next
})();

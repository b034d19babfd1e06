// What makes pages quicker; all of them work without it.
"use strict";

// Judging by keyboard: the key that a button or link names.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("find")?.focus();
    return;
  }
  for (const target of document.querySelectorAll("[data-key]")) {
    if (target.dataset.key === event.key) {
      event.preventDefault();
      target.click();
      return;
    }
  }
});

// Time travel: a slider beside the day of the ledger.
for (const field of document.querySelectorAll(".travel[data-from][data-to]")) {
  const day = 86400000;
  const from = Date.parse(field.dataset.from), to = Date.parse(field.dataset.to);
  const input = field.querySelector("input[type=date]");
  if (!(to > from) || !input) continue;
  const slider = document.createElement("input");
  slider.type = "range";
  slider.max = String(Math.round((to - from) / day));
  slider.value = String(Math.round((Date.parse(input.value) - from) / day));
  slider.setAttribute("aria-label", "Travel in time");
  slider.addEventListener("input", () => {
    input.value = new Date(from + Number(slider.value) * day).toISOString().slice(0, 10);
  });
  slider.addEventListener("change", () => input.form.requestSubmit());
  field.append(slider);
}

// A word that an event is found at leads to its card; the card says where it stands.
document.addEventListener("click", (event) => {
  const mark = event.target.closest("a.mark");
  const card = mark && document.querySelector(`[id="${CSS.escape(mark.getAttribute("href").slice(1))}"]`);
  if (card) card.focus({ preventScroll: true });
});

// Time brush of the map: dragging over months chooses them all.
for (const brush of document.querySelectorAll(".brush")) {
  const months = [...brush.querySelectorAll("a[data-day]")];
  const at = (event) => months.indexOf(event.target.closest("a[data-day]"));
  let first = -1, last = -1;
  brush.addEventListener("pointerdown", (event) => { first = last = at(event); });
  brush.addEventListener("pointermove", (event) => {
    if (first < 0 || at(event) < 0) return;
    last = at(event);
    const [from, to] = [Math.min(first, last), Math.max(first, last)];
    months.forEach((month, index) => month.classList.toggle("chosen", index >= from && index <= to));
  });
  brush.addEventListener("dragstart", (event) => event.preventDefault());
  // A drag ends with a click on the month where it ends, or on the strip: several months are one range.
  brush.addEventListener("click", (event) => {
    if (first < 0 || first === last) return;
    event.preventDefault();
    const [from, to] = [Math.min(first, last), Math.max(first, last)];
    const form = document.querySelector("form[action='/map']");
    form.elements.from.value = months[from].dataset.day;
    form.elements.to.value = months[to].dataset.day;
    form.requestSubmit();
  });
}

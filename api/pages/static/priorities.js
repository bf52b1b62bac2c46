"use strict";
// The button of a choice is shown once something else is chosen: choosing alone changes nothing.
for (const form of document.querySelectorAll(".rate")) {
  const choice = form.elements.feasibility;
  const button = form.querySelector("button");
  const before = [...choice.options].find((one) => one.defaultSelected)?.value ?? choice.value;
  const show = () => button.classList.toggle("idle", choice.value === before);
  choice.addEventListener("change", show);
  show();
}

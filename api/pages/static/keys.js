"use strict";
// A secret that is shown once is easily copied; without this script it is marked and copied by hand.
document.addEventListener("DOMContentLoaded", () => {
  const secret = document.getElementById("secret");
  const copy = document.getElementById("copy");
  if (!secret) return;
  secret.addEventListener("focus", () => secret.select());
  // Over plain HTTP from another machine there is no clipboard.
  if (!navigator.clipboard) return;
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(secret.value);
    copy.textContent = "Copied";
    document.getElementById("status").textContent = "Copied.";
  });
});

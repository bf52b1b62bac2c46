"use strict";
// Files on their way in, chosen or dropped anywhere on the page: the upload's per cent, how far reading is, what became
// of them. Without this script the form sends one file, and that file's page says the same.
{
  const LOOK_EVERY_MS = 1000;
  const DRAG_ENDS_MS = 400;
  const root = document.documentElement;
  const form = document.querySelector("form[data-upload]");
  const dialog = document.querySelector("dialog.adding");
  const list = form.querySelector(".uploads");
  const status = form.querySelector("[role=status]");
  const input = form.elements.file;
  let sending = 0;

  input.multiple = true;

  const pause = () => new Promise((resume) => setTimeout(resume, LOOK_EVERY_MS));
  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

  const rowOf = (file) => {
    const row = document.createElement("li");
    row.innerHTML = '<b></b><p class="outcome"><span></span></p><progress max="100" value="0"></progress>';
    row.querySelector("b").textContent = file.name;
    row.querySelector("progress").setAttribute("aria-label", `Upload of ${file.name}`);
    list.append(row);
    return row;
  };

  const say = (row, text, problem = false) => {
    row.querySelector("progress")?.remove();
    const said = row.querySelector(".outcome");
    said.textContent = text;
    said.classList.toggle("problem", problem);
    status.textContent = `${row.querySelector("b").textContent}: ${text}`;
  };

  // Resolves to the address of the file's own page.
  const send = (file, row) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const fields = new FormData(form);
      fields.delete("file");
      fields.append("file", file); // comes last
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "text/html");
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        const share = Math.floor((100 * loaded) / total);
        row.querySelector("progress").value = share;
        row.querySelector("span").textContent = share < 100 ? `Uploading ${share} %` : "Looking at it";
      });
      request.addEventListener("load", () => {
        if (request.status === 401) return location.reload();
        if (request.status < 400) return resolve(request.responseURL);
        const told = parsed(request.responseText).querySelector("#file-problem, .alone h1 + p");
        reject(new Error(told?.textContent ?? "It could not be taken in. Try it again."));
      });
      request.addEventListener("error", () => reject(new Error("The upload was cut off. Try it again.")));
      request.send(fields);
    });

  const follow = async (row, place) => {
    for (;;) {
      const answer = await fetch(`${place}/outcome`, { headers: { Accept: "text/html" } }).catch(() => null);
      if (answer?.status === 401) return location.reload();
      if (answer?.status === 404) return null; // it was taken out in the meantime
      if (answer?.ok) {
        const outcome = parsed(await answer.text()).querySelector("[data-outcome]");
        row.replaceChildren(row.querySelector("b"), outcome);
        if (!("underWay" in outcome.dataset)) return outcome;
      }
      await pause();
    }
  };

  const bring = async (file, alone) => {
    const row = rowOf(file);
    sending += 1;
    let place = null;
    try {
      place = await send(file, row);
    } catch (error) {
      say(row, error.message, true);
    }
    sending -= 1;
    if (place) followed(row, place, alone);
  };

  const followed = async (row, place, alone) => {
    document.dispatchEvent(new CustomEvent("imports-changed"));
    const outcome = await follow(row, place);
    if (!outcome) return;
    // What only a person can say is asked on the file's own page; whoever went on to something else finds the way there.
    const waits = !dialog || dialog.open;
    if (outcome.dataset.outcome === "needs_mapping" && alone && waits) return location.assign(place);
    status.textContent = `${row.querySelector("b").textContent}: ${outcome.textContent.trim()}`;
    document.dispatchEvent(new CustomEvent("imports-changed"));
  };

  const take = async (files) => {
    for (const file of files) await bring(file, files.length === 1);
  };

  const open = () => {
    if (dialog && !dialog.open) dialog.showModal();
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    take(files);
  });
  window.addEventListener("beforeunload", (event) => {
    if (sending) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (dialog && event.target.closest("[data-add-feedback]")) {
      event.preventDefault();
      open();
    }
    if (event.target.closest(".adding [data-close]")) dialog.close();
  });

  // A drag has no reliable end: it is over where no further notice of it comes.
  let over = 0;
  const isFiles = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!isFiles(event)) return;
    event.preventDefault();
    root.dataset.drop = "";
    clearTimeout(over);
    over = setTimeout(() => delete root.dataset.drop, DRAG_ENDS_MS);
  });
  document.addEventListener("drop", (event) => {
    if (!isFiles(event)) return;
    event.preventDefault();
    delete root.dataset.drop;
    open();
    take([...event.dataTransfer.files]);
  });
}

"use strict";
// The menu of exports: addresses follow the filters that are chosen, and the drawing becomes a PNG.
{
  const SCALE = 2; // device pixels a CSS pixel
  const menu = document.getElementById("export");
  const summary = menu.querySelector("summary");
  const status = document.getElementById("status");
  const picture = menu.querySelector("[data-picture]");

  const close = () => {
    menu.open = false;
    summary.focus({ preventScroll: true });
  };

  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };

  const theme = () =>
    document.documentElement.dataset.theme ??
    (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

  const draw = async () => {
    const asked = new URLSearchParams(location.search);
    asked.set("theme", theme());
    const answer = await fetch(`${picture.dataset.picture}?${asked}`);
    if (answer.status === 401) return location.reload();
    if (!answer.ok) throw new Error(String(answer.status));
    const name = /filename="(.+)\.svg"/.exec(answer.headers.get("Content-Disposition"))[1];
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(await answer.text())}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = SCALE * image.naturalWidth;
    canvas.height = SCALE * image.naturalHeight;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    save(await new Promise((done) => canvas.toBlob(done, "image/png")), `${name}.png`);
    status.textContent = "The picture is saved.";
  };

  picture.addEventListener("click", async () => {
    picture.disabled = true;
    try {
      await draw();
      close();
    } catch {
      status.textContent = "The picture could not be made. Try again.";
      picture.textContent = "It failed: try again";
    }
    picture.disabled = false;
  });

  menu.querySelector("[data-print]").addEventListener("click", () => {
    close();
    print();
  });

  const follow = () => {
    for (const link of menu.querySelectorAll("a")) link.search = location.search;
  };
  menu.addEventListener("toggle", () => {
    picture.textContent = "Picture (PNG)";
    follow();
  });
  menu.addEventListener("click", (event) => {
    if (!event.target.closest("a")) return;
    follow();
    close();
  }, true);
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}

// Shows the recorded frame that belongs to where a widget's controls stand.
for (const player of document.querySelectorAll(".player")) {
  const frames = JSON.parse(player.dataset.frames);
  const pages = [...player.querySelectorAll(":scope > template")];
  const controls = [...player.querySelectorAll("[data-control]")];
  const frame = player.querySelector(".frame");
  let timer;

  const key = () => controls.map((control) => control.value).join();
  const stop = () => {
    clearInterval(timer);
    for (const button of player.querySelectorAll("[aria-pressed]")) button.ariaPressed = "false";
  };

  function show(moved) {
    // Not every combination was recorded: where it was not, the others go back to where they began.
    if (!(key() in frames))
      for (const control of controls) if (control !== moved) control.value = control.dataset.start;
    for (const control of controls) {
      if (!control.dataset.labels) continue;
      const label = JSON.parse(control.dataset.labels)[control.value];
      control.nextElementSibling.value = label;
      control.ariaValueText = label;
    }
    const page = pages[frames[key()]];
    if (!page) return;
    // The page must not jump while a smaller frame follows a larger one.
    frame.style.minHeight = `${Math.max(frame.offsetHeight, Number.parseFloat(frame.style.minHeight) || 0)}px`;
    frame.replaceChildren(page.content.cloneNode(true));
  }

  for (const control of controls) {
    control.value = control.dataset.start;
    control.addEventListener("input", () => {
      stop();
      show(control);
    });
    const button = control.parentElement.querySelector("button");
    button?.addEventListener("click", () => {
      const plays = button.ariaPressed === "true";
      stop();
      if (plays) return;
      button.ariaPressed = "true";
      timer = setInterval(() => {
        control.value = (Number(control.value) + 1) % (Number(control.max) + 1);
        show(control);
      }, 150);
    });
  }
}

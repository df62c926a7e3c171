// Copies numbers, counts down, goes on to a provider's page once, and watches for a change.
// Everything else of the page works without it.
(() => {
  "use strict";
  const main = document.querySelector("main");
  const live = document.querySelector("[role=status]");
  const { state, status, self, copied } = main.dataset;

  for (const button of document.querySelectorAll("[data-copy]")) {
    const words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
      } catch {
        getSelection().selectAllChildren(button.parentNode.querySelector("dd"));
        document.execCommand("copy");
      }
      button.textContent = copied;
      setTimeout(() => { button.textContent = words; }, 2000);
    });
  }

  for (const form of document.forms)
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
    });

  // The server's clock counts: a phone's may be wrong.
  const left = document.querySelector("[data-left]");
  if (left) {
    const end = performance.now() + Number(left.dataset.left);
    const tick = () => {
      const seconds = Math.max(0, Math.floor((end - performance.now()) / 1000));
      const pair = (n) => String(n).padStart(2, "0");
      const days = Math.floor(seconds / 86400);
      const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
      left.textContent = (days ? days + left.dataset.days + " " : "") + clock.map(pair).join(":");
      if (seconds > 0) setTimeout(tick, 1000);
    };
    left.closest("p").hidden = false;
    tick();
  }

  const next = document.querySelector("[data-forward]");
  try {
    const key = location.pathname + state;
    if (next && !sessionStorage.getItem(key)) {
      sessionStorage.setItem(key, "1");
      if (next.tagName === "FORM") next.submit();
      else location.assign(next.href);
    }
  } catch { /* no storage: the button is there */ }

  if (!status) return;
  let timer = 0;
  const look = async () => {
    clearTimeout(timer);
    try {
      const answer = await fetch(status, { cache: "no-store" });
      const now = answer.ok ? await answer.json() : { state };
      if (now.state !== state) {
        live.textContent = now.message;
        setTimeout(() => location.replace(self), 600);
        return;
      }
    } catch { /* no network: the next look may have it */ }
    timer = setTimeout(look, document.hidden ? 15000 : 2000);
  };
  timer = setTimeout(look, 2000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
})();

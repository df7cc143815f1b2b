/* Makes quicker what works without: pages mark with data-… what they want. */
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (what, where) => Array.from((where || document).querySelectorAll(what));
  const writing = (el) => el && el.matches("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");
  const on = (what, act) => document.addEventListener(what, act);
  const recordable = window.MediaRecorder && window.DataTransfer && navigator.mediaDevices;
  let recorder = null;

  const reveal = (where) => all("[hidden][data-script]", where).forEach((el) => {
    el.hidden = "record" in el.dataset && !recordable;
  });
  root.setAttribute("data-script", "");
  reveal(document);

  /* Once is enough. */
  const mark = (form, sent) => {
    form.toggleAttribute("data-sent", sent);
    all("button:not([type=button])", form).forEach((one) => one.setAttribute("aria-disabled", sent));
  };
  on("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("data-sent") || recorder) {
      event.preventDefault();
      if (recorder) recorder.stop();
    } else if (!event.defaultPrevented) {
      mark(form, true);
      setTimeout(mark, 15000, form, false); // a download leaves the page standing
    }
  });
  window.addEventListener("pageshow", () => all("[data-sent]").forEach((form) => mark(form, false)));

  /* Drafts, as long as the tab is open; no secrets, no telephone numbers. A browser may forbid the store. */
  const store = (act) => { try { return act(sessionStorage); } catch (forbidden) { return null; } };
  const kept = (form) => Array.from(form.elements).filter((one) =>
    one.name && /^(text|textarea|radio|checkbox|select-one|date)$/.test(one.type) && !one.closest("[data-secret]"));
  const ticked = (one) => one.type === "radio" || one.type === "checkbox";
  all("[data-draft-done]").forEach((el) => store((drafts) => Object.keys(drafts)
    .filter((name) => name.startsWith("draft:" + el.dataset.draftDone)).forEach((name) => drafts.removeItem(name))));
  all("form[data-draft]").forEach((form) => {
    const name = "draft:" + form.dataset.draft;
    const old = store((drafts) => JSON.parse(drafts.getItem(name))) || [];
    kept(form).forEach((one) => {
      const found = old.find((was) => was[0] === one.name && (!ticked(one) || was[1] === one.value));
      const given = form.querySelector(`[name="${one.name}"][checked], [name="${one.name}"] [selected]:not([value=""])`);
      if (!found || given) return; // what the server sent is newer
      if (ticked(one)) one.checked = found[2];
      else if (!one.defaultValue) one.value = found[1];
    });
    form.addEventListener("input", () => store((drafts) => drafts.setItem(name,
      JSON.stringify(kept(form).map((one) => [one.name, one.value, one.checked])))));
  });

  /* Keys: J K over the rows (Enter is the link's own), others as data-key names them. */
  on("keydown", (event) => {
    const desk = document.querySelector("[data-keys]");
    const at = document.activeElement;
    if (!desk || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || writing(at)) return;
    const key = event.key.toLowerCase();
    const rows = all("tbody tr, li", desk).filter((row) => row.querySelector("a"));
    const here = rows.findIndex((row) => row.contains(at));
    const next = key === "j" ? rows[here + 1] : key === "k" ? rows[Math.max(0, here - 1)] : null;
    const named = (where) => where && all("[data-key]", where).find((one) => one.dataset.key === key);
    const meant = named(rows[here]) || named(document);
    const other = here >= 0 && rows.some((row, place) => place !== here && row.contains(meant)); // a key never jumps to another row
    const found = next ? next.querySelector("a") : other ? null : meant;
    if (!found) return;
    event.preventDefault();
    if (next || writing(found)) found.focus(); else found.click();
  });

  /* What changes by itself. Nothing is swapped under somebody's hands; the next round brings it. */
  const swap = (el, html) => {
    const at = document.activeElement;
    const chosen = getSelection();
    const inside = at !== el && el.contains(at);
    if ((inside && writing(at)) || (!chosen.isCollapsed && el.contains(chosen.anchorNode))) return false;
    const way = inside && (at.id ? "#" + CSS.escape(at.id) : `[href="${CSS.escape(at.getAttribute("href") || "")}"]`);
    el.innerHTML = html;
    const same = way && el.querySelector(way);
    if (same) same.focus({ preventScroll: true });
    reveal(el);
    return true;
  };
  all("[data-poll]").forEach((el) => {
    const every = 1000 * (el.dataset.every || 20);
    let wait = every;
    let tag = el.dataset.etag || "";
    let timer;
    const ask = async () => {
      clearTimeout(timer);
      if (document.hidden) return;
      try {
        const answer = await fetch(el.dataset.poll, { headers: { "If-None-Match": tag } });
        if (answer.redirected || !(answer.ok || answer.status === 304)) throw answer;
        if (answer.ok && swap(el, await answer.text())) tag = answer.headers.get("ETag") || "";
        wait = every;
      } catch (offline) {
        wait = Math.min(2 * wait, 300000);
      }
      root.toggleAttribute("data-stale", wait > every);
      clearTimeout(timer);
      timer = setTimeout(ask, wait);
    };
    timer = setTimeout(ask, wait);
    on("visibilitychange", ask);
    window.addEventListener("online", ask);
  });

  /* A sound instead of words. */
  const record = async (button) => {
    if (recorder) return recorder.stop();
    const input = document.querySelector(button.dataset.record);
    const said = button.textContent;
    const parts = [];
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      recorder = new MediaRecorder(stream);
      recorder.ondataavailable = (event) => parts.push(event.data);
      recorder.onstop = () => {
        const type = (recorder.mimeType || "audio/webm").split(";")[0];
        const files = new DataTransfer();
        if (input.multiple) Array.from(input.files).forEach((file) => files.items.add(file));
        files.items.add(new File(parts, "voice." + type.split("/")[1], { type }));
        input.files = files.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
        stream.getTracks().forEach((track) => track.stop());
        recorder = null;
        button.textContent = said;
        button.classList.remove("recording");
      };
      recorder.start();
      setTimeout((mine) => { if (mine === recorder) mine.stop(); }, 120000, recorder);
      button.textContent = button.dataset.stop || said;
      button.classList.add("recording");
    } catch (refused) {
      button.hidden = true;
    }
  };

  const copy = async (button) => {
    const from = button.dataset.copy;
    const words = from[0] === "#" ? document.querySelector(from).innerText : from;
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(words);
    } catch (insecure) {
      const box = document.body.appendChild(document.createElement("textarea"));
      box.value = words;
      box.select();
      document.execCommand("copy");
      box.remove();
    }
    button.textContent = button.dataset.copied || said;
    setTimeout(() => { button.textContent = said; }, 2000);
  };

  on("click", (event) => {
    const button = event.target.closest("[data-copy], [data-print], [data-record]");
    if (!button) return;
    if ("print" in button.dataset) print();
    else if ("copy" in button.dataset) copy(button);
    else record(button);
  });
})();

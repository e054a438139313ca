/* Takes a file in by pieces (tus 1.0.0), so that a cut of the line loses nothing. Without this script, and where the
   browser cannot compare (no secure connection), the form sends the whole file at once. */
"use strict";
(() => {
  const form = document.querySelector("form[data-intake]");
  if (!form || !window.crypto?.subtle) return;
  const file = form.elements.file;
  const box = form.querySelector("[data-intake-progress]");
  const bar = box.querySelector("progress");
  const told = box.querySelector("[data-intake-told]");
  const far = box.querySelector("[data-intake-far]");
  const button = form.querySelector("button:not([type=button])");
  const words = box.dataset;
  const PIECE = 256 * 1024;
  const MOST = 16 * 1024 * 1024;
  const QUIET = 60000; // after so long without a byte a line counts as cut
  let place = form.dataset.place || "";
  let leaving = false;

  form.querySelectorAll("[data-without-script]").forEach((one) => { one.hidden = true; });
  form.querySelectorAll("[data-with-script]").forEach((one) => { one.hidden = false; });
  addEventListener("beforeunload", (event) => { if (leaving) event.preventDefault(); });

  class Stop extends Error {}

  const wait = (seconds) => new Promise((done) => {
    const timer = setTimeout(go, seconds * 1000);
    function go() { clearTimeout(timer); removeEventListener("online", go); done(); }
    addEventListener("online", go);
  });
  const mega = (bytes) => (bytes / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });

  function show(said, came, size) {
    told.textContent = said;
    far.textContent = words.far.replace("{came}", mega(came)).replace("{size}", mega(size));
    bar.max = Math.max(size, 1);
    bar.value = came;
  }

  function ask(method, url, { headers = {}, body = null, heard = null } = {}) {
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      let quiet = setTimeout(() => request.abort(), QUIET);
      request.upload.onprogress = (event) => {
        clearTimeout(quiet);
        quiet = setTimeout(() => request.abort(), QUIET);
        if (heard) heard(event.loaded);
      };
      request.onloadend = () => clearTimeout(quiet);
      request.onload = () => (request.status === 0 || request.status >= 500 && request.status !== 507 ? failed(new Error("cut")) : done(request));
      request.onerror = request.onabort = () => failed(new Error("cut"));
      request.open(method, url);
      request.setRequestHeader("Tus-Resumable", "1.0.0");
      request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
      Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
      request.send(body);
    });
  }

  function offsetIn(answer) {
    const offset = answer.getResponseHeader("Upload-Offset");
    if (offset === null) throw new Stop(answer.getResponseHeader("Tus-Resumable") ? answer.responseText : words.signedOut);
    return Number(offset);
  }

  async function patiently(one) {
    for (let pause = 1; ; pause = Math.min(pause * 2, 30)) {
      try { return await one(); } catch (error) {
        if (error.message !== "cut") throw error;
        told.textContent = words.cut;
        await wait(pause);
      }
    }
  }

  async function digestOf(blob, said) {
    const sums = [];
    for (let at = 0; at === 0 || at < blob.size; at += PIECE) {
      sums.push(new Uint8Array(await crypto.subtle.digest("SHA-256", await read(blob.slice(at, at + PIECE)))));
      if (said && sums.length % 64 === 0) show(said, at, blob.size);
    }
    const all = new Uint8Array(await new Blob(sums).arrayBuffer());
    return [...new Uint8Array(await crypto.subtle.digest("SHA-256", all))].map((b) => b.toString(16).padStart(2, "0")).join("");
  }

  async function read(blob) {
    try { return await blob.arrayBuffer(); } catch { throw new Stop(words.unreadable); }
  }

  async function announce(chosen) {
    const name = btoa(String.fromCharCode(...new TextEncoder().encode(chosen.name)));
    const headers = { "Upload-Length": String(chosen.size), "Upload-Metadata": `filename ${name}` };
    const answer = await patiently(() => ask("POST", form.dataset.intake, { headers }));
    place = answer.getResponseHeader("Location") || "";
    if (answer.status !== 201 || !place) throw new Stop(answer.getResponseHeader("Tus-Resumable") ? answer.responseText : words.signedOut);
    return 0;
  }

  async function compare(chosen) {
    let offset = offsetIn(await patiently(() => ask("HEAD", place)));
    for (;;) {
      if (offset > chosen.size) throw new Stop(words.another);
      const body = new URLSearchParams({ file_name: chosen.name, size: chosen.size, offset,
        digest: offset ? await digestOf(chosen.slice(0, offset), words.comparing) : "" });
      const answer = await patiently(() => ask("POST", `${place}compare/`, { body }));
      const now = offsetIn(answer);
      if (now === offset) return offset;
      offset = now;
    }
  }

  async function send(chosen, offset) {
    let piece = PIECE;
    while (offset < chosen.size) {
      const from = offset;
      const body = await read(chosen.slice(from, from + piece));
      const began = performance.now();
      try {
        show(words.sending, from, chosen.size);
        const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(from) };
        offset = offsetIn(await ask("PATCH", place, { headers, body, heard: (sent) => show(words.sending, from + sent, chosen.size) }));
        const took = performance.now() - began;
        if (took < 2000) piece = Math.min(piece * 2, MOST);
        if (took > 10000) piece = Math.max(piece / 2, PIECE / 4);
      } catch (error) {
        if (error.message !== "cut") throw error;
        piece = Math.max(piece / 2, PIECE / 4);
        show(words.cut, offset, chosen.size);
        await wait(1);
        offset = offsetIn(await patiently(() => ask("HEAD", place)));
      }
    }
  }

  async function takeIn(chosen) {
    const offset = place ? await compare(chosen) : await announce(chosen);
    await send(chosen, offset);
    show(words.comparing, 0, chosen.size);
    form.elements.digest.value = await digestOf(chosen, words.comparing);
    show(words.sealing, chosen.size, chosen.size);
  }

  form.addEventListener("submit", async (event) => {
    const chosen = file && !file.disabled && file.files[0];
    if (!chosen) return;
    event.preventDefault();
    box.hidden = false;
    box.classList.remove("intake-stopped");
    button.disabled = leaving = true;
    show(words.sending, 0, chosen.size);
    box.scrollIntoView({ block: "nearest" });
    try {
      await takeIn(chosen);
      leaving = false;
      file.disabled = true;
      form.action = `${place}go-on/`;
      form.submit();
    } catch (error) {
      leaving = false;
      button.disabled = false;
      box.classList.add("intake-stopped");
      told.textContent = error instanceof Stop ? error.message : words.failed;
    }
  });
})();

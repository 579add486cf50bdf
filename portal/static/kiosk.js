// The tablet at the counter: which screen is shown, to whom, and what is kept of it: the answer alone,
// in kiosk-queue.js. Every screen is a fresh copy of its template, so the next person meets nothing of
// the one before. What stays in the storage is about the device: its bearer and its opening hours.
"use strict";

{
  const IDLE = 20_000;
  const STILL_THERE = 8_000;
  const THANKS = 4_000;
  const EVERY = 60_000;
  const { code, version, survey, first } = document.body.dataset;
  // Which start of the page this is: only its own answers know its clock.
  const boot = queue.newKey();
  const $ = (css) => document.querySelector(css);

  // ------------------------------------------------------------------ what the device keeps of itself
  const memory = {};
  const store = {
    read: (name) => {
      try {
        return JSON.parse(localStorage.getItem(name)) ?? memory[name];
      } catch {
        return memory[name];
      }
    },
    write: (name, value) => {
      memory[name] = value;
      try {
        localStorage.setItem(name, JSON.stringify(value));
      } catch {
        // Forbidden: the tablet is paired anew after a power cut.
      }
    },
    drop: (name) => {
      delete memory[name];
      try {
        localStorage.removeItem(name);
      } catch {
        // Nothing was kept.
      }
    },
  };
  const pairing = () => store.read(`kiosk:${code}`);
  const tokenOf = (of) => store.read(`kiosk:${of}`)?.token;

  // ------------------------------------------------------------------ what time it is
  // The portal's clock, carried on by one that nobody sets; before it was asked, the device's own, but
  // never earlier than what the portal last said: a tablet without power may wake up in 1970.
  let asked;
  const now = () =>
    asked === undefined
      ? Math.max(Date.now(), store.read("kiosk-clock") ?? 0)
      : Math.round(asked + performance.now());
  const setClock = (nowMs) => {
    asked = nowMs - performance.now();
    store.write("kiosk-clock", nowMs);
  };
  const isOpen = () => {
    const { state, opens, closes, weekdays, offset_ms: offset } = pairing();
    if (state !== "open") return false;
    const local = new Date(now() + offset);
    if (!((weekdays >> ((local.getUTCDay() + 6) % 7)) & 1)) return false;
    const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
    return opens === null || (opens <= minute && minute < closes);
  };

  // An answer with the time it was given, if that was only guessed and is known by now.
  const dated = (one) => {
    if (one.boot !== boot || one.guessed === undefined || asked === undefined) return one;
    const { guessed, ...rest } = one;
    return { ...rest, member: { ...one.member, given_at: Math.round(asked + guessed) } };
  };

  // ------------------------------------------------------------------ screens
  let language = first;
  let screen;
  let entry; // what this person said, while something may be added to it
  let last = -Infinity; // when somebody answered, on a clock that nobody sets
  let timer;
  let asking = false; // whether that timer is the one of "still there?"

  const show = (name) => {
    screen = name;
    const frame = $(`#${language}-frame`).content.cloneNode(true);
    frame.querySelector("main").append($(`#${language}-${name}`).content.cloneNode(true));
    $("#screen").replaceChildren(frame);
    document.documentElement.lang = language;
    $("#screen h1").focus();
    wait();
  };
  const rest = () => {
    const left = entry;
    entry = undefined;
    language = first;
    show(isOpen() ? "attract" : "closed");
    if (left) conclude(left);
  };
  const wait = () => {
    if ($("dialog").open) return;
    clearTimeout(timer);
    asking = false;
    if (["attract", "closed"].includes(screen)) return;
    timer = setTimeout(screen === "thanks" ? rest : ask, screen === "thanks" ? pause() : IDLE);
  };
  // The next person waits at least the interval of this place.
  const pause = () =>
    Math.max(THANKS, last + pairing().interval_s * 1000 - performance.now());
  const ask = () => {
    $("dialog").showModal();
    asking = true;
    timer = setTimeout(rest, STILL_THERE);
  };

  // ------------------------------------------------------------------ answers
  const answer = async (said) => {
    if (entry || performance.now() - last < pairing().interval_s * 1000) return;
    last = performance.now();
    const member = { survey, locale: language, given_at: now(), ...said };
    entry = { key: queue.newKey(), code, member, boot };
    if (asked === undefined) entry.guessed = last;
    queue.hold(entry.key);
    await queue.keep(entry);
    const mark = `${said.overall}`;
    const follows = [...document.querySelectorAll(`template[id^="${language}-after-"]`)].find(
      (one) => one.dataset.marks.split(" ").includes(mark),
    );
    show(follows ? follows.id.slice(language.length + 1) : "thanks");
    if (!follows) finish();
  };
  const finish = () => {
    const { question } = $(`#${language}-${screen}`).dataset;
    const ticked = [...document.querySelectorAll("[aria-pressed=true]")];
    const done = entry;
    entry = undefined;
    if (screen !== "thanks") show("thanks");
    if (ticked.length) done.member[`q.${question}`] = ticked.map((b) => b.dataset.reason).join(" ");
    return conclude(done, ticked.length > 0);
  };
  // Nothing is added any more, so it may go.
  const conclude = async (done, changed = false) => {
    const sure = dated(done);
    if (changed || sure !== done) await queue.keep(sure);
    queue.release(sure.key);
    await deliver();
  };

  const pressed = ({ go, say, mark, unfinished, reason, done, stay }, button) => {
    if (go) return show(go);
    if (say) return (language = say), show(screen === "attract" ? "rate" : screen);
    if (mark) return answer({ overall: Number(mark) });
    if (unfinished) return answer({ "q.unfinished": Number(unfinished) });
    if (reason) {
      return button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true");
    }
    if (done !== undefined) return finish();
    if (stay !== undefined) return $("dialog").close();
    return undefined;
  };

  // ------------------------------------------------------------------ the portal
  const post = (path, body, token) =>
    fetch(`/kiosk/${code}/${path}`, {
      method: "POST",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        ...(token && { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
  const take = (told, token) => {
    setClock(told.now_ms);
    store.write(`kiosk:${code}`, { ...told, token });
  };
  const power = async () => {
    const battery = await navigator.getBattery?.().catch(() => undefined);
    return battery && { battery: Math.round(battery.level * 100), charging: battery.charging };
  };

  // Tells that the tablet lives, and learns the time; what was answered before that time was known is
  // put right, then everything is delivered.
  const sync = async () => {
    const token = tokenOf(code);
    if (!token) return;
    const body = { version, ...(await queue.counts()), ...(await power()) };
    const reply = await post("state", body, token).catch(() => undefined);
    if (!reply) return;
    if (reply.status === 401) return letGo();
    if (!reply.ok) return;
    take(await reply.json(), token);
    // Where the network failed while the page was being kept, a power cut would find nothing.
    const kept = await self.caches?.match(location.pathname, { ignoreVary: true }).catch(() => true);
    if (!kept) navigator.serviceWorker?.controller?.postMessage("keep");
    for (const one of await queue.all()) {
      if (one.key !== entry?.key && dated(one) !== one) await queue.keep(dated(one));
    }
    await deliver();
    if (screen === "closed" || screen === "attract") settle();
  };
  const deliver = () => (asked === undefined ? sync() : queue.deliver(tokenOf));
  // Between two people: hours may have come or gone, or a newer page.
  const settle = () => {
    if (pairing().version !== version && navigator.serviceWorker?.controller) location.reload();
    else if (isOpen() !== (screen === "attract")) rest();
  };

  // ------------------------------------------------------------------ pairing
  const explained = $("#main");
  const drawn = Object.assign(document.createElement("div"), { id: "screen" });
  const begin = () => {
    explained.replaceWith(drawn);
    rest();
    sync();
  };
  const letGo = () => {
    clearTimeout(timer);
    screen = undefined;
    store.drop(`kiosk:${code}`);
    drawn.replaceWith(explained);
    offer();
  };
  const offer = () => {
    const form = $("#pairing");
    if (!form) return; // the code is no longer in use
    $("#pair")?.remove();
    explained.append(form.content.cloneNode(true));
    $("#pair form").addEventListener("submit", async (event) => {
      event.preventDefault();
      const reply = await post("pair", { code: $("#typed").value }).catch(() => ({ status: 0 }));
      if (reply.ok) {
        const { token, ...told } = await reply.json();
        take(told, token);
        return begin();
      }
      const words = $(`[data-wrong="${reply.status}"]`) ?? $("[data-wrong=other]");
      $("#typed-wrong").textContent = words.textContent;
      return $("#typed").focus();
    });
  };

  // ------------------------------------------------------------------ no way out, as far as a page can
  const paired = () => screen !== undefined;
  const stop = (event) => paired() && event.preventDefault();
  for (const name of ["contextmenu", "dragstart", "selectstart"]) addEventListener(name, stop);
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || /^F\d+$/.test(event.key)) stop(event);
  });
  addEventListener("popstate", () => paired() && history.pushState("kiosk", ""));
  const fill = () => {
    // Back leads here again; browsers heed only what follows a touch.
    if (history.state !== "kiosk") history.pushState("kiosk", "");
    if (!document.fullscreenElement) document.documentElement.requestFullscreen?.().catch(() => 0);
    navigator.wakeLock?.request("screen").catch(() => undefined);
  };

  document.addEventListener("click", (event) => {
    if (!paired()) return;
    fill();
    if (event.target.tagName === "DIALOG") event.target.close();
    const button = event.target.closest("button, [data-go]");
    if (button) pressed(button.dataset, button);
    wait();
  });
  for (const name of ["keydown", "pointerdown"]) addEventListener(name, () => paired() && wait());
  // Escape closes it too. The event comes with the next frame, on a busy tablet much later: whoever
  // touched the button is waited for already, and not a second time.
  document.addEventListener("close", () => paired() && asking && wait(), true);
  addEventListener("online", () => sync());
  setInterval(() => sync(), EVERY);
  navigator.serviceWorker?.register("/kiosk/sw.js", { scope: "/kiosk/" }).catch(() => undefined);
  if (pairing()) begin();
  else offer();
}

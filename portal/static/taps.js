// Delivers the taps that templates/rate/page.js has kept on this device; every one exactly once.
//
// From the page: d, f (the form), n (where it is told), w (in which words), last (when this page was
// tapped), s (what is kept: the storage, or a plain object where that is forbidden). Nothing else runs
// between reading an entry and replacing it, so two tabs never turn one tap into two.
"use strict";

{
  const EVERY = 20_000;
  const LONG = 8_000;
  const SENT = 2;
  const SOMEBODY_ELSE = 3;
  const NOTHING = 9;
  const FRESH = /name=nonce value="(.+?)"/;
  const worker = navigator.serviceWorker;
  // What this page told as kept, under its key: another tab may have delivered it meanwhile.
  const waits = new Map();
  const next = Object.assign(d.createElement("button"), { type: "button" });

  const line = (made, words) => {
    const paragraph = n.appendChild(d.createElement("p"));
    Object.assign(made ? paragraph.appendChild(made) : paragraph, { textContent: words });
    return paragraph;
  };

  // 0 kept, 1 kept until the page closes, 2 sent. While this page's own tap is kept, the page is
  // offered to somebody else; what an earlier one left keeps nobody from rating.
  // What stands there already is not told again: it would be read aloud at every try.
  let told;
  const tell = (number) => {
    const taken = number < SENT && last !== undefined;
    if (number !== told || taken !== f.hidden) {
      n.replaceChildren();
      if (number <= SENT) line(null, w[number]).className = "note";
      if (taken) line(next, w[SOMEBODY_ELSE]);
    }
    told = number;
    f.hidden = taken;
    f.inert = false;
    for (const button of f.querySelectorAll(".kept")) button.classList.remove("kept");
  };

  const ask = async (entry) => {
    try {
      const headers = { Prefer: "return=minimal" };
      const reply = await fetch(entry.get("to"), { method: "POST", body: entry, headers });
      return { status: reply.status, page: await reply.text(), to: reply.headers.get("location") };
    } catch {
      return { status: 0 };
    }
  };

  // A counter that closed since may open again; a crowd passes; a server comes back.
  const mayPass = (status, own) =>
    !status || status === 408 || status > 428 || (status === 409 && !own);

  const send = async (key, again) => {
    const text = s[key] ?? waits.get(key);
    const entry = new URLSearchParams(text);
    const own = entry.get("given_at") === `${last}`;
    const reply = await ask(entry);
    if (mayPass(reply.status, own)) return waits.set(key, text), tell(s.key ? 0 : 1);
    const taken = !s[key];
    delete s[key];
    waits.delete(key);
    // Sent by two tabs it is the same answer, and each may say that it arrived.
    if (reply.status === 201) return thank(own, reply.to);
    if (taken) return undefined; // another tab has it, and its ticket is that one's to renew
    const fresh = !again && [410, 422].includes(reply.status) && FRESH.exec(reply.page);
    if (fresh) {
      entry.set("nonce", fresh[1]);
      const renewed = fresh[1] + entry.get("tap");
      s[renewed] = entry;
      return send(renewed, true);
    }
    if (reply.status === 202) return tell(0); // our service worker has taken it over
    return refuse(own, reply.page);
  };

  // Whoever still looks at the note is led to the thanks; nobody else's page is taken away.
  const thank = (own, to) => (own ? location.assign(to) : tell(SENT));

  // Never in silence: the portal's own page says why, and where to go. To whoever did not tap here,
  // and wants to rate perhaps, its sentence is enough.
  const refuse = (own, page) => {
    if (own) {
      d.open();
      d.write(page);
      return d.close();
    }
    const said = new DOMParser().parseFromString(page, "text/html");
    const words = said.querySelector("#late")?.content ?? said.querySelector(".note, h1");
    const note = Object.assign(d.createElement("p"), { className: "note", role: "alert" });
    n.after(note);
    note.textContent = words.textContent;
    return undefined;
  };

  // Names of our entries are tickets, which are long.
  self.go = async () => {
    const kept = Object.keys(s).filter((name) => name.length > 50);
    for (const key of new Set([...kept, ...waits.keys()])) await send(key);
    if (worker && worker.controller) worker.controller.postMessage("deliver");
  };

  next.onclick = () => {
    const random = crypto.getRandomValues(new Uint8Array(16));
    f.elements.tap.value = [...random].map((b) => b.toString(16).padStart(2, "0")).join("");
    last = undefined;
    tell(NOTHING);
  };
  // A line that neither carries nor breaks: whoever waits is told what is kept. Nobody else is asked
  // to tap meanwhile, for the thanks may come at any moment.
  const wait = () => f.inert && !n.firstChild && (line(null, w[s.key ? 0 : 1]).className = "note");
  f.addEventListener("submit", () => setTimeout(wait, LONG));

  addEventListener("pageshow", () => {
    f.inert = false;
  });
  addEventListener("online", () => self.go());
  setInterval(() => self.go(), EVERY);
  self.go();

  if (worker) {
    worker.register("/sw.js", { scope: "/r/" }).catch(() => undefined);
    worker.addEventListener("message", ({ data: { given_at: given, to, page } }) => {
      const own = given === `${last}`;
      if (page) refuse(own, page);
      else thank(own, to);
    });
  }
}

// What was answered on this tablet and is not delivered yet. It lies in the browser's database under
// its key, survives a power cut, and is deleted once the portal has it; sent twice, it counts once.
"use strict";

const queue = (() => {
  const MOST = 500;
  // Where the database is forbidden or full, answers live as long as the page.
  const spare = new Map();
  // Answers to which something may still be added; a page that is opened anew holds none.
  const held = new Set();
  let working = false;

  const opened = () =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open("kiosk", 1);
      request.onupgradeneeded = () => {
        for (const name of ["answers", "refused"]) {
          request.result.createObjectStore(name, { keyPath: "key" });
        }
      };
      request.onerror = () => reject(request.error);
      request.onsuccess = () => resolve(request.result);
    });

  // One transaction, on the disk when it is over; the result of what `use` asks for.
  const box = async (mode, use) => {
    const base = await opened();
    try {
      return await new Promise((resolve, reject) => {
        const durable = { durability: "strict" };
        const change = base.transaction(["answers", "refused"], mode, durable);
        const request = use(change.objectStore("answers"), change.objectStore("refused"));
        change.oncomplete = () => resolve(request.result);
        change.onabort = change.onerror = () => reject(change.error);
      });
    } finally {
      base.close();
    }
  };

  const keep = async (entry) => {
    try {
      await box("readwrite", (answers) => answers.put(entry));
      spare.delete(entry.key);
    } catch {
      spare.set(entry.key, entry);
    }
  };

  const all = async () => {
    const kept = await box("readonly", (answers) => answers.getAll()).catch(() => []);
    return [...kept, ...spare.values()];
  };

  const forget = async (key) => {
    spare.delete(key);
    await box("readwrite", (answers) => answers.delete(key)).catch(() => undefined);
  };

  // What the portal will never take stays here and is told of; nothing is dropped in silence.
  const setAside = async (entry) => {
    spare.delete(entry.key);
    const moving = (answers, refused) => (answers.delete(entry.key), refused.put(entry));
    await box("readwrite", moving).catch(() => spare.set(entry.key, entry));
  };

  const settle = async (entry, receipt, nowMs) => {
    const wrongs = receipt.problem ? receipt.problem.errors.map((wrong) => wrong.reason) : [];
    // A key of ours is nobody else's: taken means that it arrived.
    if (receipt.status !== "refused" || wrongs.includes("key_taken")) return forget(entry.key);
    if (wrongs.includes("closed")) return undefined;
    if (!wrongs.includes("future") || !nowMs) return setAside(entry);
    // The device's clock ran ahead; later than the portal's own it was not.
    return keep({ ...entry, member: { ...entry.member, given_at: nowMs } });
  };

  // Sends a batch; false when there is no use in sending another one now.
  const send = async (batch, code, token) => {
    const address = `/api/v1/touchpoints/${code}/responses`;
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
    const body = JSON.stringify(batch.map((entry) => ({ ...entry.member, key: entry.key })));
    const reply = await fetch(address, { method: "POST", headers, body });
    if (![201, 207].includes(reply.status)) return false;
    const nowMs = Date.parse(reply.headers.get("date"));
    const receipts = new Map((await reply.json()).map((receipt) => [receipt.key, receipt]));
    for (const entry of batch) {
      if (receipts.has(entry.key)) await settle(entry, receipts.get(entry.key), nowMs);
    }
    return true;
  };

  const deliver = async (tokenOf) => {
    const ready = (await all()).filter((entry) => !held.has(entry.key));
    // As they were given: the portal looks at how fast they came.
    ready.sort((one, other) => one.member.given_at - other.member.given_at);
    const codes = new Set(ready.map((entry) => entry.code));
    for (const code of codes) {
      const mine = ready.filter((entry) => entry.code === code);
      for (let at = 0; tokenOf(code) && at < mine.length; at += MOST) {
        if (!(await send(mine.slice(at, at + MOST), code, tokenOf(code)))) break;
      }
    }
  };

  return {
    keep,
    all,
    hold: (key) => held.add(key),
    release: (key) => held.delete(key),
    newKey: () =>
      [...crypto.getRandomValues(new Uint8Array(16))]
        .map((byte) => byte.toString(16).padStart(2, "0"))
        .join(""),
    // How many wait, and how many were not taken.
    counts: async () => ({
      queued: (await all()).length,
      refused: await box("readonly", (_answers, refused) => refused.count()).catch(() => 0),
    }),
    // One delivery at a time; what fails is kept, and the next occasion tries again.
    deliver: async (tokenOf) => {
      if (working) return;
      working = true;
      try {
        await deliver(tokenOf);
        // What had a time that is yet to come has another one now.
        if ((await all()).some((entry) => !held.has(entry.key))) await deliver(tokenOf);
      } catch {
        // No network: it is kept.
      } finally {
        working = false;
      }
    },
  };
})();

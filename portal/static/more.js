// What the page of additions can do better with a script: it counts the letters of the comment, warns
// where a number of somebody stands in it, and saves each tick at once, so that nothing is lost.
"use strict";

{
  // Nine or more digits, however they are grouped: a phone, an identity card, a bank account.
  const PERSONAL = /\d(?:[ .\-]?\d){8,}/;
  const ALMOST_FULL = 20;

  for (const field of document.querySelectorAll("textarea[maxlength]")) {
    const count = document.getElementById(`${field.id}-count`);
    const warning = document.getElementById(`${field.id}-warning`);
    const look = () => {
      const left = field.maxLength - field.value.length;
      count.textContent = count.dataset.words.replace("{left}", left);
      count.hidden = !field.value;
      // Read aloud only near the end; at every letter it would drown the writing.
      count.setAttribute("aria-live", left <= ALMOST_FULL ? "polite" : "off");
      warning.hidden = !PERSONAL.test(field.value);
    };
    field.addEventListener("input", look);
    look();
  }

  const form = document.getElementById("additions");
  const saved = document.getElementById("saved");
  form.addEventListener("change", async (event) => {
    if (!event.target.matches("[type=radio], [type=checkbox]")) return;
    const body = new URLSearchParams(new FormData(form));
    // Words are sent when their writer says so, and so is the wish for an answer to them.
    if (event.target.name === "answer") return;
    body.delete("answer");
    body.delete("comment");
    body.delete("money_note");
    try {
      const headers = { Prefer: "return=minimal" };
      const reply = await fetch(form.action, { method: "POST", body, headers });
      saved.hidden = reply.status !== 204;
    } catch {
      saved.hidden = true; // the button below still sends everything
    }
  });
}

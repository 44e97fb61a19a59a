"use strict";
// The page draws what the server tells and posts what is typed; it keeps
// nothing of its own. Whatever came from outside goes in by textContent only.

const mostLines = 200;
const sayFailed = "Chưa gửi được, thử lại.";
const phones = {};
for (const name of ["sms", "chat"]) {
  const root = document.getElementById(name);
  phones[name] = {
    root,
    list: root.querySelector(".lines"),
    hint: root.querySelector(".hint"),
    alert: root.querySelector(".alert"),
    input: document.getElementById(name + "-text"),
    tab: document.getElementById("show-" + name),
  };
}

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

const money = (dong) => dong.toLocaleString("vi-VN") + " đ";

// ---- what the phones show

function drawSMS(e) {
  const li = make("li");
  li.append(make("p", "who", (e.mine ? "Tôi" : "Tin Bản") + " · " + e.at));
  e.parts.forEach((part, i) => {
    const p = make("p", "part");
    p.append(make("span", "text", part.text));
    const which = e.parts.length > 1 ? "Phần " + (i + 1) + "/" + e.parts.length + " · " : "";
    p.append(make("small", "", which + part.units + "/" + e.room));
    li.append(p);
  });
  const cost = e.mine ? "" : " · " + money(e.cost || 0);
  li.append(make("p", "count", e.encoding + " · " + e.parts.length + " phần" + cost));
  if (e.over) li.append(make("p", "count over", "Dài hơn mức cho phép."));
  return li;
}

function drawChat(e) {
  const li = make("li");
  const bubble = make("div", "bubble");
  if (e.kind === "media") bubble.append(make("p", "text media", "[Ảnh, nhãn dán]"));
  if (e.kind === "started") bubble.append(make("p", "text media", "[Bắt đầu]"));
  if (e.text) bubble.append(make("p", "text", e.text));
  bubble.append(make("time", "", e.at));
  li.append(bubble);
  if (e.buttons) {
    const row = make("div", "choices");
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", "Chọn một câu trả lời");
    for (const b of e.buttons) {
      const button = make("button", "", b.label);
      button.type = "button";
      button.setAttribute("aria-pressed", String(b.key === e.chosen));
      button.addEventListener("click", () => post("chat", { kind: "choice", choice: b.key }));
      row.append(button);
    }
    li.append(row);
  }
  return li;
}

function draw(e) {
  const li = e.phone === "sms" ? drawSMS(e) : drawChat(e);
  li.classList.add(e.mine ? "mine" : "theirs");
  li.dataset.id = e.id;
  if (e.failed) li.append(make("p", "failed", sayFailed));
  return li;
}

function show(e) {
  const phone = phones[e.phone];
  const li = draw(e);
  const old = phone.list.querySelector('[data-id="' + Number(e.id) + '"]');
  if (old) {
    const focused = [...old.querySelectorAll("button")].indexOf(document.activeElement);
    old.replaceWith(li);
    if (focused >= 0) li.querySelectorAll("button")[focused]?.focus();
    return;
  }
  phone.list.append(li);
  while (phone.list.children.length > mostLines) phone.list.firstChild.remove();
}

// bottom shows the newest line.
function bottom(phone) {
  phone.list.scrollTop = phone.list.scrollHeight;
}

function update(u) {
  if (u.whole) for (const p of Object.values(phones)) p.list.replaceChildren();
  for (const e of u.entries) {
    show(e);
    if (!u.whole && !e.mine && document.body.dataset.show !== e.phone) {
      phones[e.phone].tab.querySelector(".new").hidden = false;
    }
  }
  for (const p of Object.values(phones)) {
    p.hint.hidden = p.list.children.length > 0;
    bottom(p);
  }
  document.getElementById("total").textContent =
    "Tiền tin gửi tới máy: " + money(u.total.cost) + " (" + u.total.parts + " phần)";
  document.getElementById("start").hidden = phones.chat.list.children.length > 0;
}

// ---- what the person does

async function call(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (answer.ok) return "";
    return (await answer.json()).error || sayFailed;
  } catch {
    return sayFailed;
  }
}

async function post(name, body) {
  const phone = phones[name];
  phone.alert.textContent = "";
  const wrong = await call("send", { phone: name, ...body });
  phone.alert.textContent = wrong;
  bottom(phone); // the words take room
  return !wrong;
}

// A text that was not taken comes back into the line, unless something new has
// been typed there meanwhile.
async function sendText(name) {
  const input = phones[name].input;
  const text = input.value;
  if (!text.trim()) {
    input.focus();
    return;
  }
  input.value = "";
  grow();
  if (!(await post(name, { kind: "text", text })) && !input.value.trim()) input.value = text;
  grow();
}

function grow() {
  const area = phones.chat.input;
  area.style.height = "auto";
  area.style.height = Math.min(area.scrollHeight + 2, 120) + "px";
  bottom(phones.chat);
}

for (const [name, phone] of Object.entries(phones)) {
  phone.root.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    sendText(name);
  });
  phone.tab.addEventListener("click", () => {
    document.body.dataset.show = name;
    for (const [n, p] of Object.entries(phones)) p.tab.setAttribute("aria-pressed", String(n === name));
    phone.tab.querySelector(".new").hidden = true;
    bottom(phone);
  });
}

phones.chat.input.addEventListener("input", grow);
phones.chat.input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    sendText("chat");
  }
});

document.querySelector(".keys").addEventListener("click", (event) => {
  const key = event.target.closest("[data-key]");
  const input = phones.sms.input;
  if (key) input.setRangeText(key.dataset.key, input.selectionStart, input.selectionEnd, "end");
});
document.getElementById("erase").addEventListener("click", () => {
  const input = phones.sms.input;
  const [from, to] = [input.selectionStart, input.selectionEnd];
  if (to > 0 || from !== to) input.setRangeText("", from === to ? from - 1 : from, to, "end");
});
document.getElementById("sms-send").addEventListener("click", () => sendText("sms"));
document.getElementById("media").addEventListener("click", () => post("chat", { kind: "media" }));
document.getElementById("start").addEventListener("click", () => post("chat", { kind: "started" }));
document.getElementById("reset").addEventListener("click", async () => {
  const wrong = await call("reset", {});
  if (!wrong) location.reload();
  for (const p of Object.values(phones)) p.alert.textContent = wrong;
});

// ---- the line to the service

function state(name, words) {
  const status = document.getElementById("status");
  status.dataset.state = name;
  status.textContent = words;
}

// The browser comes back by itself after a broken line, but not after an
// answer it takes for final; then it is asked again here.
function connect() {
  const source = new EventSource("events");
  source.addEventListener("open", () => state("on", "Đã nối"));
  source.addEventListener("message", (event) => update(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    state("off", "Mất mạng, đang nối lại…");
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 2000);
  });
}
connect();

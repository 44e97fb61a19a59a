// An operator's SMSC for the tests of the Kannel gateway, on node-smpp: it
// checks the password, puts our long messages together again by their header,
// says that they were delivered, and lets a phone write to us, also in parts
// that arrive out of order. It is driven by lines of JSON on its stdin and
// tells what happens in lines of JSON on its stdout.
'use strict';
const smpp = require('smpp');
const readline = require('readline');

const [user, password] = process.argv.slice(2);
const tell = (what) => process.stdout.write(JSON.stringify(what) + '\n');

let phone = null; // the session messages to us go out by
let ids = 0;
const waiting = new Map(); // parts of long messages that are not all here yet

// partOf reads the header that joins parts: reference, how many, which.
function partOf(udh) {
  for (const e of udh || []) {
    if (e[0] === 0x00 && e[1] === 3) return { ref: e[2], of: e[3], no: e[4] };
    if (e[0] === 0x08 && e[1] === 4) return { ref: e.readUInt16BE(2), of: e[4], no: e[5] };
  }
  return null;
}

function took(pdu) {
  const sm = pdu.short_message;
  const part = partOf(sm.udh) || { ref: 'alone', of: 1, no: 1 };
  const key = [pdu.source_addr, pdu.destination_addr, part.ref].join('/');
  const parts = waiting.get(key) || [];
  parts[part.no - 1] = sm.message;
  waiting.set(key, parts);
  if (Object.keys(parts).length < part.of) return;
  waiting.delete(key);
  tell({ event: 'message', from: pdu.source_addr, to: pdu.destination_addr, text: parts.join(''), parts, coding: pdu.data_coding });
}

function receipt(pdu, id, stat, state) {
  phone.deliver_sm({
    source_addr: pdu.destination_addr, destination_addr: pdu.source_addr, esm_class: 0x04,
    short_message: `id:${id} sub:001 dlvrd:001 submit date:2611281200 done date:2611281201 stat:${stat} err:000 text:`,
    receipted_message_id: id, message_state: state,
  });
}

function bind(session, pdu) {
  if (pdu.system_id !== user || pdu.password !== password) {
    tell({ event: 'refused' });
    session.send(pdu.response({ command_status: smpp.ESME_RINVPASWD }));
    session.close();
    return;
  }
  session.send(pdu.response());
  phone = session;
  tell({ event: 'bound' });
}

const server = smpp.createServer((session) => {
  session.on('error', () => {});
  session.on('bind_transceiver', (pdu) => bind(session, pdu));
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => { session.send(pdu.response()); session.close(); });
  session.on('submit_sm', (pdu) => {
    const id = 'smsc-' + ++ids;
    // A number that ends in 00 is one the operator will not serve.
    if (/00$/.test(pdu.destination_addr)) {
      session.send(pdu.response({ command_status: smpp.ESME_RINVDSTADR }));
      return;
    }
    session.send(pdu.response({ message_id: id }));
    took(pdu);
    if (pdu.registered_delivery & 1) {
      // A number that ends in 99 is a phone that is never switched on.
      const dead = /99$/.test(pdu.destination_addr);
      setTimeout(() => receipt(pdu, id, dead ? 'UNDELIV' : 'DELIVRD', dead ? 5 : 2), 50);
    }
  });
});
server.on('error', () => {});

// say lets a phone write to us: {from, to, parts, order, ref}. Texts go out in
// UCS-2, as a phone with Vietnamese letters sends them.
function say({ from, to, parts, order, ref }) {
  for (const i of order || parts.map((_, n) => n)) {
    const pdu = { source_addr: from, destination_addr: to, data_coding: 8, esm_class: 0, short_message: { message: parts[i] } };
    if (parts.length > 1) {
      pdu.esm_class = 0x40;
      pdu.short_message.udh = Buffer.from([5, 0x00, 3, ref || 7, parts.length, i + 1]);
    }
    phone.deliver_sm(pdu, (answer) => tell({ event: 'heard', part: i + 1, status: answer.command_status }));
  }
}

readline.createInterface({ input: process.stdin }).on('line', (line) => say(JSON.parse(line))).on('close', () => process.exit(0));
server.listen(0, '127.0.0.1', () => tell({ event: 'listening', port: server.address().port }));

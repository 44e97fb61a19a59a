// Cuts Twilio's OpenAPI, as its own command line carries it, down to the paths
// the Twilio gateway calls, and writes it to the file named: whole, it is two
// megabytes and Prism takes half a minute to start on it.
'use strict';
const fs = require('fs');

const spec = require('@twilio/cli-core/src/services/twilio-api/twilio_api_v2010.json');
const account = '/2010-04-01/Accounts/{AccountSid}';
const wanted = {
  '/2010-04-01/Accounts/{Sid}.json': ['get'],
  [account + '/Messages.json']: ['get', 'post'],
  [account + '/Messages/{Sid}.json']: ['get'],
  [account + '/IncomingPhoneNumbers.json']: ['get'],
};
const paths = {};
for (const [path, methods] of Object.entries(wanted)) {
  const whole = spec.paths[path];
  if (!whole) throw new Error('the specification has no ' + path);
  paths[path] = { servers: whole.servers };
  for (const m of methods) paths[path][m] = whole[m];
}

// The examples of answers carry addresses without a host, and nothing where a
// sid would be; the schemas of the same specification forbid it, and Prism
// answers 500. So answers are held less strictly; what we ask is not. And the
// example of a list has a next page, for ever the same one.
const loosen = (schema) => {
  if (schema === null || typeof schema !== 'object') return;
  if (schema.type === 'string') for (const rule of ['format', 'pattern', 'minLength', 'maxLength']) delete schema[rule];
  Object.values(schema).forEach(loosen);
};
for (const list of [account + '/Messages.json', account + '/IncomingPhoneNumbers.json']) {
  const answer = paths[list].get.responses['200'].content['application/json'];
  loosen(answer.schema);
  for (const { value } of Object.values(answer.examples)) value.next_page_uri = null;
}

// Only what these paths refer to, and what that refers to.
const schemas = {};
const all = spec.components.schemas;
const follow = (text) => {
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (schemas[name]) continue;
    schemas[name] = all[name];
    follow(JSON.stringify(all[name]));
  }
};
follow(JSON.stringify(paths));
loosen(schemas);
fs.writeFileSync(process.argv[2], JSON.stringify({ ...spec, paths, components: { ...spec.components, schemas } }));

// A Bot API server with residents, telegram-test-api, on a port of this machine.
'use strict';
const api = require('telegram-test-api');
new (api.default || api)({ host: '127.0.0.1', port: Number(process.argv[2]) }).start();

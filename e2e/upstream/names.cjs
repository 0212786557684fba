// Loaded into the app's process with `node --require`, to keep its lookups and connections on this machine: names under
// `pictures.example` resolve to public-looking addresses, one of which leads to the scripted upstream's https server;
// every other address outside this machine is a closed port. Connections meant for another machine are logged.
const dns = require("node:dns/promises");
const { syncBuiltinESMExports } = require("node:module");
const net = require("node:net");

const SERVING_ADDRESS = "93.184.216.34";
const REFUSING_ADDRESS = "93.184.216.35";
const CLOSED_PORT = 1;
const servingPort = Number(process.env.PICTURES_PORT);

let rebinds = 0;

/** @param {string} name */
function addressesOf(name) {
  if (name === "private.pictures.example") return ["10.0.0.5"];
  if (name === "rebind.pictures.example") {
    rebinds += 1;
    return [rebinds === 1 ? REFUSING_ADDRESS : "127.0.0.1"];
  }
  return [SERVING_ADDRESS];
}

const { lookup } = dns;
dns.lookup = async (name, options) => {
  if (!name.endsWith(".pictures.example")) {
    if (name === "localhost") return lookup(name, options);
    throw Object.assign(new Error(`no such name: ${name}`), { code: "ENOTFOUND" });
  }
  return addressesOf(name).map((address) => ({ address, family: 4 }));
};
syncBuiltinESMExports();

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  const host = options?.host;
  const isElsewhere =
    typeof host === "string" && net.isIP(host) !== 0 && !/^(127\.|::1$)/.test(host);
  if (isElsewhere) {
    process.stdout.write(`dialled ${host} ${options.port}\n`);
    const isServing = host === SERVING_ADDRESS && options.port === 443;
    options.host = "127.0.0.1";
    options.port = isServing ? servingPort : CLOSED_PORT;
  }
  return connect.apply(this, given);
};

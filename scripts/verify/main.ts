import { exitWith } from "../setup/failure";
import { describe, sum } from "./checks";
import { checkClient, verify } from "./verify";

const client = await checkClient().catch(exitWith);
const tally = sum([client, await verify().catch(exitWith)]);
console.log(`\n${describe(tally)}`);
process.exitCode = tally.failed > 0 ? 1 : 0;

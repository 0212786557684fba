import { exitWith } from "../setup/failure";
import { describe } from "./checks";
import { verify } from "./verify";

const tally = await verify().catch(exitWith);
console.log(`\n${describe(tally)}`);
process.exitCode = tally.failed > 0 ? 1 : 0;

import { launch } from "./launch/launch.mjs";

await launch("scripts/database/client.ts");

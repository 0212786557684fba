import { launch } from "./launch/launch.mjs";

await launch("scripts/database/migration.ts");

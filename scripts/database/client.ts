import { generateClient } from "../setup/client";
import { exitWith } from "../setup/failure";

// `npm run db:client`: generates the database client after a change of prisma/schema.prisma.

const isNew = await generateClient().catch(exitWith);
console.log(isNew ? "Generated. Commit lib/server/generated." : "Up to date.");

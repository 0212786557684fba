import { writeFile } from "node:fs/promises";
import { operations } from "@/lib/contracts/operations";
import { inRoot } from "../setup/root";
import { renderRoutes } from "./render";

// `npm run routes`: writes the route table after an operation was added or changed.

await writeFile(inRoot("lib/contracts/routes.ts"), renderRoutes(operations));

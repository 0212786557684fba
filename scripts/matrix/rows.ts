import type { OperationName } from "@/lib/contracts/routes";
import type { Row } from "./row";
import { rowsOfCollections } from "./rows-of-collections";
import { rowsOfPeople } from "./rows-of-people";
import { rowsOfThings } from "./rows-of-objects";
import { rowsOfShares } from "./rows-of-shares";
import { rowsOfWorkspaces } from "./rows-of-workspaces";

/** One row per operation: a new operation without a row does not compile. */
export const rows: Record<OperationName, Row> = {
  ...rowsOfCollections,
  ...rowsOfPeople,
  ...rowsOfThings,
  ...rowsOfShares,
  ...rowsOfWorkspaces,
};

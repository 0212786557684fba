import type { Row } from "./measurement";
import { burst } from "./rows/burst";
import { crowd } from "./rows/crowd";
import { enqueue } from "./rows/enqueue";
import { events } from "./rows/events";
import { gallery } from "./rows/gallery";
import { history } from "./rows/history";
import { preview } from "./rows/preview";
import { firstLoad } from "./rows/first-load";
import { sameThread } from "./rows/same-thread";
import { screen } from "./rows/screen";
import { start } from "./rows/start";
import { threads } from "./rows/threads";
import { tree } from "./rows/tree";
import { waiting } from "./rows/waiting";
import { work } from "./rows/work";

/** All rows, in table order. */
export const rows: Row[] = [
  preview,
  enqueue,
  crowd,
  work,
  sameThread,
  waiting,
  tree,
  burst,
  events,
  threads,
  history,
  gallery,
  firstLoad,
  screen,
  start,
];

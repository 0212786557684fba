import { expect, test } from "vitest";
import { AppError, isPassing, toProblem } from "@/lib/server/errors";

test("a known error has its code, status, field and details", () => {
  const error = new AppError("too_many_references", { field: "references", details: { max: 16 } });
  expect(toProblem(error, "r1")).toEqual({
    type: "about:blank#too_many_references",
    title: "Too many reference pictures",
    status: 422,
    code: "too_many_references",
    field: "references",
    details: { max: 16 },
    requestId: "r1",
  });
});

test("an unknown error becomes `internal` without its message", () => {
  const problem = toProblem(new Error("password of db is hunter2"), "r2");
  expect(problem).toMatchObject({ code: "internal", status: 500, requestId: "r2" });
  expect(JSON.stringify(problem)).not.toContain("hunter2");
  expect(toProblem("a string", "r3").code).toBe("internal");
});

test.each([
  ["the file system", Object.assign(new Error("write"), { code: "ENOSPC" })],
  ["PostgreSQL, under Prisma", prismaError({ originalCode: "53100", originalMessage: "no room" })],
  ["PostgreSQL's words", new Error('could not extend file "base/1/2": No space left on device')],
  ["a blob store", Object.assign(new Error("full"), { name: "BlobStoreFull" })],
  [
    "whatever wraps one",
    new Error("outer", { cause: Object.assign(new Error(), { code: "ENOSPC" }) }),
  ],
])("a full disk gives storage_full: %s", (_, error) => {
  expect(toProblem(error, "r").code).toBe("storage_full");
});

test.each([
  Object.assign(new Error("reach"), { code: "P1001" }),
  prismaError({ kind: "DatabaseNotReachable" }),
  Object.assign(new Error("terminating connection"), { code: "57P01" }),
  // The embedded server's socket is gone; this is all that Prisma keeps of the driver's error.
  Object.assign(new Error("Invalid invocation:\n\nconnect ENOENT /data/postgres/.s.PGSQL.5432"), {
    code: "ENOENT",
  }),
  // The pool's error when no connection came free in ten seconds.
  new Error("timeout exceeded when trying to connect"),
])("an unavailable database gives unavailable", (error) => {
  expect(toProblem(error, "r").code).toBe("unavailable");
});

test.each([
  new Error("timeout exceeded when trying to connect"),
  prismaError({ originalCode: "40P01", kind: "TransactionWriteConflict" }),
  prismaError({ originalCode: "55P03" }),
  Object.assign(new Error("open"), { code: "EMFILE", syscall: "open" }),
])("a lack of machine or database resources is transient", (error) => {
  expect(isPassing(error)).toBe(true);
});

test.each([
  new Error("the moon"),
  prismaError({ originalCode: "23505" }),
  Object.assign(new Error("ENOENT: no such file, open 'x'"), { code: "ENOENT", syscall: "open" }),
])("a faulty request is not transient", (error) => {
  expect(isPassing(error)).toBe(false);
});

function prismaError(cause: Record<string, string>): Error {
  const driverAdapterError = Object.assign(new Error("DriverAdapterError"), { cause });
  return Object.assign(new Error("query failed"), { code: "P2010", meta: { driverAdapterError } });
}

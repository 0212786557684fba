import { expect, test } from "vitest";
import { csvLine } from "@/lib/utils/csv";

test("a record ends with CRLF and quotes only cells that need it", () => {
  expect(csvLine(["plain", 3, null, "", -2])).toBe("plain,3,,,-2\r\n");
  expect(csvLine(['say "hi"', "a,b", "two\nlines", "灯塔"])).toBe(
    '"say ""hi""","a,b","two\nlines",灯塔\r\n',
  );
});

test.each([
  "=1+1",
  "+1",
  "-1",
  "@SUM(A1)",
  "\t=1",
  "  =1",
  "\r=1",
  '=HYPERLINK("x")',
  "＝1",
  "＠x",
])("text that a spreadsheet would run as a formula is prefixed: %j", (text) => {
  const line = csvLine([text]);
  expect(line.replace(/^"/, "")).toMatch(/^'/);
});

test("text with formula characters elsewhere is unchanged", () => {
  expect(csvLine(["a=b", "e-mail", "me@example.org"])).toBe("a=b,e-mail,me@example.org\r\n");
});

import { expect, test } from "vitest";
import { filterChoices, newName } from "@/components/viewer/picker/picker-list";

const choices = ["Autumn", "Harbour fair", "Old harbour", "海港"].map((name) => ({
  id: name,
  name,
}));
const namesOf = (text: string, recent: string[] = []) =>
  filterChoices(choices, text, recent).map(({ name }) => name);

test("what was used last comes first, then names that begin with the text", () => {
  expect(namesOf("")).toEqual(["Autumn", "Harbour fair", "Old harbour", "海港"]);
  expect(namesOf("HAR")).toEqual(["Harbour fair", "Old harbour"]);
  expect(namesOf("har", ["Old harbour"])).toEqual(["Old harbour", "Harbour fair"]);
  expect(namesOf("海")).toEqual(["海港"]);
});

test("a name that exists in another case is not created again", () => {
  expect(newName(choices, "autumn ")).toBeNull();
  expect(newName(choices, "  ")).toBeNull();
  expect(newName(choices, " winter   light ")).toBe("winter light");
});

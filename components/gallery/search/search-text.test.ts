import { expect, test } from "vitest";
import {
  chipParts,
  joinQuery,
  splitQuery,
  takeFinished,
  typingIn,
} from "@/components/gallery/search/search-text";
import { suggest } from "@/components/gallery/search/use-suggestions";

test("filters are chips and words stay text", () => {
  expect(splitQuery('by:me harbour -tag:"old town" 灯塔')).toEqual({
    chips: ["by:me", '-tag:"old town"'],
    text: "harbour 灯塔",
  });
});

test("joining gives the query back", () => {
  expect(joinQuery(splitQuery('is:favourite "at dusk" -rain'))).toBe(
    'is:favourite "at dusk" -rain',
  );
});

test("a filter becomes a chip with the space after it, an open quote does not", () => {
  expect(takeFinished("cat shape:16:9")).toEqual({ chips: [], text: "cat shape:16:9" });
  expect(takeFinished("cat shape:16:9 ")).toEqual({ chips: ["shape:16:9"], text: "cat " });
  expect(takeFinished('by:"Mara ')).toEqual({ chips: [], text: 'by:"Mara ' });
});

test("the end of the text is what is being typed", () => {
  expect(typingIn("cat by:ma")).toEqual({ filter: "by", isNegated: false, part: "ma", start: 4 });
  expect(typingIn("cat -ta")).toEqual({ filter: null, isNegated: true, part: "ta", start: 4 });
  expect(typingIn("cat ")).toEqual({ filter: null, isNegated: false, part: "", start: 4 });
});

test("a chip shows its filter and its value", () => {
  expect(chipParts('-tag:"old town"')).toEqual({ isNegated: true, name: "tag", value: "old town" });
});

test("suggestions fit the word or the filter that is being typed", () => {
  const values = {
    by: ["me", "Mara Lindt"],
    model: ["gpt-image-2"],
    shape: ["1:1"],
    size: [">=2k"],
    before: [],
    after: [],
    tag: ["harbour-fair"],
    is: ["favourite", "upload"],
    in: [],
    has: ["parent"],
  };
  const texts = (text: string) => suggest(typingIn(text), values).map((one) => one.text);
  expect(texts("by:lin")).toEqual(['by:"Mara Lindt"']);
  expect(texts("-is:")).toEqual(["-is:favourite", "-is:upload"]);
  expect(texts("fai")).toEqual(["tag:harbour-fair"]);
  expect(texts("h")).toEqual(["has:", "tag:harbour-fair"]);
  expect(texts("")).not.toContain("in:");
});

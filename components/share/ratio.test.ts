import { expect, test } from "vitest";
import { ratioClass, ratioRules } from "@/components/share/ratio";

const wide = { width: 1536, height: 1024 };

test("pictures of the same proportions share one rule", () => {
  const rules = ratioRules([wide, { width: 768, height: 512 }, { width: 100, height: 100 }]);
  expect(rules).toBe(".ratio-1500{--ratio:1.5}.ratio-1000{--ratio:1}");
  expect(ratioClass(wide)).toBe("ratio-1500");
});

test("a picture without a height has a rule, not a division by zero", () => {
  expect(ratioRules([{ width: 5, height: 0 }])).toBe(".ratio-5000{--ratio:5}");
});

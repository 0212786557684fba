import type { Page } from "playwright/test";

/** A thread: its turns, their results and actions. */
export function threadPage(page: Page) {
  /** All turns of the path, oldest first. */
  const turns = page.getByRole("article", { name: /^Prompt by/ });
  const turn = (instruction: string) => turns.filter({ hasText: instruction });
  const versions = page.getByRole("complementary", { name: "Versions" });
  return {
    turns,
    turn,
    /** Finished pictures of the path. */
    pictures: turns.getByRole("button", { name: /^Open picture/ }),
    /** Shown where no picture was made. */
    failure: turns.getByRole("status"),
    /** Shown while a picture is in progress. */
    waiting: turns.getByRole("progressbar"),
    cancel: turns.getByRole("button", { name: "Cancel" }),
    keep: turns.getByRole("button", { name: "Keep" }),
    versions,

    pictureOf(instruction: string) {
      return turn(instruction).getByRole("button", { name: /^Open picture/ });
    },
    /** "1 of 2", where the turn has siblings. */
    fork(instruction: string) {
      return turn(instruction).getByRole("group", { name: "Branches" });
    },
    refine(instruction: string): Promise<void> {
      return turn(instruction).getByRole("button", { name: "Refine" }).click();
    },
    /** Puts an earlier instruction into the composer. */
    async edit(instruction: string): Promise<void> {
      await turn(instruction).getByRole("button", { name: "More", exact: true }).click();
      await page.getByRole("menuitem", { name: "Edit prompt" }).click();
    },
    version(label: string) {
      return versions.getByRole("treeitem", { name: label });
    },
    /** Confirms that sending again may cost again. */
    async sendAgain(): Promise<void> {
      await turns.getByRole("button", { name: "Send again" }).click();
      const question = page.getByRole("dialog", { name: "Send again?" });
      await question.getByRole("button", { name: "Send again" }).click();
    },
  };
}

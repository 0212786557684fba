import type {
  CollectionId,
  GenerationId,
  ImageId,
  ThreadId,
  TurnId,
  WorkspaceId,
} from "@/lib/contracts/ids";

export type ThreadView = "active" | "archived";

/** Cache keys. The event stream patches entries by these keys. */
export const keys = {
  studio: () => ["studio"] as const,
  profile: () => ["account", "profile"] as const,
  sessions: () => ["account", "sessions"] as const,
  deletionPlan: () => ["account", "deletion"] as const,
  threads: (view: ThreadView = "active", query = "") => ["threads", view, query] as const,
  allThreads: () => ["threads"] as const,
  threadPage: (threadId: ThreadId, at: TurnId | null = null) =>
    ["thread", threadId, "page", at] as const,
  threadPages: (threadId: ThreadId) => ["thread", threadId, "page"] as const,
  threadTree: (threadId: ThreadId) => ["thread", threadId, "tree"] as const,
  /** Pages and trees of every thread. */
  openThreads: () => ["thread"] as const,
  thread: (threadId: ThreadId) => ["thread", threadId] as const,
  /** Whether a thread became private while it was visible here. */
  hiddenThread: (threadId: ThreadId) => ["hidden thread", threadId] as const,
  /** Whether this tab deleted the thread. */
  removedThread: (threadId: ThreadId) => ["removed thread", threadId] as const,
  removedThreads: () => ["removed thread"] as const,
  hiddenThreads: () => ["hidden thread"] as const,
  /** Who else is viewing a thread, from the event stream. */
  presence: (threadId: ThreadId) => ["presence", threadId] as const,
  line: () => ["line"] as const,
  /** Everything that the settings show about the workspace. */
  workspace: () => ["workspace"] as const,
  members: (workspaceId: WorkspaceId) => ["workspace", workspaceId, "members"] as const,
  invites: (workspaceId: WorkspaceId) => ["workspace", workspaceId, "invites"] as const,
  /** Which API keys are set, not their values. */
  storedKeys: () => ["workspace", "keys"] as const,
  budgets: () => ["workspace", "budgets"] as const,
  spending: (query: { from?: string; to?: string }) => ["spending", query] as const,
  image: (imageId: ImageId) => ["image", imageId] as const,
  imageDetails: () => ["image"] as const,
  /** Among the lists of images, so that every image event refetches it. */
  lineage: (imageId: ImageId) => ["images", "lineage", imageId] as const,
  allImages: () => ["images"] as const,
  images: (query = "") => ["images", query] as const,
  tags: () => ["images", "tags"] as const,
  /** How many images a view has without a search. */
  imageTotal: (view: string, collectionId: CollectionId | null) =>
    ["images", "total", view, collectionId] as const,
  /** What a search without matches was corrected to. */
  correctedSearch: (view: string, query: string, collectionId: CollectionId | null) =>
    ["images", "corrected", view, query, collectionId] as const,
  collections: () => ["images", "collections"] as const,
  imports: () => ["imports"] as const,
  shares: () => ["shares"] as const,
  notices: () => ["notices"] as const,
  noticeSettings: () => ["account", "notices"] as const,
  upstream: () => ["upstream"] as const,
  tokens: () => ["tokens"] as const,
  generation: (generationId: GenerationId) => ["generation", generationId] as const,
  attempts: (query: { outcome: string; from?: string; to?: string }) =>
    ["attempts", query] as const,
  audit: (reach: string, query: object) => ["audit", reach, query] as const,
  /** Lists of the instance pages with their filters. */
  instance: (page: "people" | "workspaces" | "jobs" | "storage", query: object = {}) =>
    ["instance", page, query] as const,
  answerPart: (generationId: GenerationId, at: string, from: number) =>
    ["generation", generationId, "answer", at, from] as const,
  turnRequest: (turnId: TurnId) => ["turn", turnId, "request"] as const,
};

"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Composer, type ComposerHandle } from "@/components/composer/composer";
import type { RequestSource } from "@/components/composer/what-the-model-sees";
import { useStudio } from "@/components/shell/use-studio";
import { markStarted } from "@/components/studio/thread/just-started";
import { ReadOnlyNote } from "@/components/studio/thread/read-only-note";
import { threadAt } from "@/components/shell/thread-address";
import { RequestButton } from "@/components/studio/thread/request-button";
import { FirstPrints, type Example } from "@/components/studio/home/first-prints";
import { PrintWall } from "@/components/studio/home/print-wall";
import { recentThreads } from "@/components/studio/home/recent-threads";
import { SandboxLine } from "@/components/studio/home/sandbox-line";
import { SidebarButton } from "@/components/shell/sidebar-button";
import { classNames } from "@/components/ui/class-names";
import { ThreadPiece } from "@/components/studio/thread/thread-piece";
import { setThreadPreload, useOpenThread } from "@/components/shell/use-open-thread";
import { lazyPiece, openHandle } from "@/components/ui/lazy-piece";
import { threadsQuery } from "@/lib/client/queries";
import { keys } from "@/lib/client/query-keys";
import { isPermitted } from "@/lib/contracts/permissions";
import type { ThreadPage, ThreadSummary } from "@/lib/contracts/threads";
import type { TurnView } from "@/lib/contracts/turns";

setThreadPreload(ThreadPiece.preload);

const WhatTheModelSees = lazyPiece(
  () => import("@/components/composer/what-the-model-sees").then((it) => it.WhatTheModelSees),
  openHandle,
);

const NO_TURNS: TurnView[] = [];

/**
 * The latest pictures, or four examples before the first one, with a composer. Once sent, this page shows the new thread at the thread's address instead of
 * navigating, because a page from the server would close anything opened meanwhile. It shows any other cached thread
 * the same way.
 */
export function NewThread() {
  const threadId = threadAt(usePathname());
  return threadId === null ? <Start /> : <ThreadPiece threadId={threadId} />;
}

function Start() {
  const t = useTranslations("studio.start");
  const client = useQueryClient();
  const openThread = useOpenThread();
  const studio = useStudio();
  const mayMake = isPermitted(studio.workspace.role, "write");
  const composer = useRef<ComposerHandle>(null);
  const [request, setRequest] = useState<RequestSource | null>(null);
  const [isMaking, setMaking] = useState(false);
  const { data } = useInfiniteQuery(threadsQuery());
  const recent = recentThreads(data?.pages.flatMap((page) => page.threads) ?? []);
  // Leaving a thread shown by this page does not reset the document title.
  useEffect(() => {
    document.title = "Pentimento";
  }, []);

  const follow = (turn: TurnView, thread: ThreadSummary) => {
    client.setQueryData<ThreadPage>(keys.threadPage(thread.id), {
      thread,
      path: [turn],
      hasEarlier: false,
      siblings: {},
      asOfSeq: "0",
    });
    // The user has navigated elsewhere: the thread is in the list.
    if (window.location.pathname !== "/") return;
    markStarted(thread.id);
    openThread.open(thread.id);
  };

  const make = async ({ prompt, shape }: Example) => {
    setMaking(true);
    await composer.current?.make(prompt, shape);
    setMaking(false);
  };
  const openRequest = () => {
    const draft = composer.current?.currentDraft();
    if (draft) setRequest({ kind: "draft", draft });
  };

  return (
    // Preload the thread view at the first input.
    <div className="flex h-dvh min-w-0 flex-1 flex-col" onInput={() => void ThreadPiece.preload()}>
      <header className="flex h-[51px] shrink-0 items-center px-3 sm:px-[18px]">
        <SidebarButton />
        <div className="ml-auto">{mayMake && <RequestButton onOpen={openRequest} />}</div>
      </header>
      <div
        className={classNames(
          "min-h-0 flex-1 overflow-y-auto",
          recent.length > 0 && "mask-t-from-[calc(100%-12px)] mask-b-from-[calc(100%-56px)]",
        )}
      >
        {recent.length > 0 ? (
          <PrintWall
            threads={recent}
            onReference={
              mayMake
                ? (image) => {
                    composer.current?.addReference(image);
                    composer.current?.focus();
                  }
                : null
            }
          />
        ) : (
          <div className="@container mx-auto flex min-h-full w-full max-w-[1180px] flex-col justify-center px-4 py-8 sm:px-12">
            <h1 className="text-center font-serif text-[36px] leading-[44px] text-balance sm:text-[52px] sm:leading-[60px]">
              {t(mayMake ? "title" : "lookTitle")}
            </h1>
            {mayMake && (
              <>
                <p className="pt-3 pb-8 text-center text-[15px] leading-6 text-pretty text-muted sm:pb-14">
                  {t("lead")}
                </p>
                <FirstPrints onMake={(example) => void make(example)} isMaking={isMaking} />
              </>
            )}
          </div>
        )}
      </div>
      <div className="mx-auto w-full max-w-[768px] shrink-0 px-2 pb-2 sm:px-6 sm:pb-5">
        {studio.isSandbox && mayMake && <SandboxLine />}
        {mayMake ? (
          <Composer
            ref={composer}
            threadId={null}
            settings={studio.lastSettings}
            systemInstruction=""
            parentTurnId={null}
            base={null}
            baseState="ready"
            target={null}
            choiceTarget={null}
            onRestore={() => undefined}
            onClearBase={() => undefined}
            onNewestBase={() => undefined}
            editing={null}
            onCancelEdit={() => undefined}
            onSent={follow}
            turns={NO_TURNS}
            threadPictures={[]}
          />
        ) : (
          <ReadOnlyNote workspaceName={studio.workspace.name} />
        )}
      </div>
      {request && (
        <WhatTheModelSees
          source={request}
          open
          onOpenChange={(isOpen) => {
            if (!isOpen) setRequest(null);
          }}
        />
      )}
    </div>
  );
}

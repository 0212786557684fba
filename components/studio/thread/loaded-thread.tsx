"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { BeneathProvider } from "@/components/picture/see-beneath";
import { takeStarted } from "@/components/studio/thread/just-started";
import { useArrivedPicture } from "@/components/studio/thread/use-arrived-picture";
import { useViewerReturn } from "@/components/studio/thread/use-viewer-return";
import { branchPage, endOf, picturesOf } from "@/components/studio/thread/selection";
import { SizeBadge } from "@/components/studio/turn/size-badge";
import { type StudioActions, StudioActionsProvider } from "@/components/studio/studio-actions";
import { useStudio } from "@/components/shell/use-studio";
import { ReadOnlyNote } from "@/components/studio/thread/read-only-note";
import { Viewers } from "@/components/studio/thread/viewers";
import { rightsIn } from "@/components/shell/thread-rights";
import { ThreadHeader } from "@/components/studio/thread/thread-header";
import { ThreadVisibility } from "@/components/studio/thread/thread-visibility";
import { useThreadLocation } from "@/components/studio/thread/thread-location";
import { ThreadTitle } from "@/components/studio/thread/thread-title";
import { TurnColumn } from "@/components/studio/turn/turn-column";
import { usePanelOpen } from "@/components/studio/versions/use-panel-open";
import { useDocumentTitle } from "@/components/studio/thread/use-document-title";
import { useThreadKeys } from "@/components/studio/thread/use-thread-keys";
import { useRequestedTurn } from "@/components/studio/thread/use-requested-turn";
import { useSelection } from "@/components/studio/thread/use-selection";
import { useThreadSharing } from "@/components/studio/thread/use-thread-sharing";
import { useVary } from "@/components/studio/turn/use-vary";
import { picturesIn } from "@/components/studio/versions/version-tile";
import { VersionsPanel, VersionsSheet } from "@/components/studio/versions/versions-panel";
import { lazyPiece, openHandle } from "@/components/ui/lazy-piece";
import { Composer, type ComposerHandle } from "@/components/composer/composer";
import { useLatest } from "@/components/ui/use-latest";
import type { RequestSource } from "@/components/composer/what-the-model-sees";
import { leavePicture } from "@/lib/client/picture-handoff";
import { keys } from "@/lib/client/query-keys";
import type { ImageId, ThreadId, TurnId } from "@/lib/contracts/ids";
import type { ThreadPage, ThreadSummary, TreeNode } from "@/lib/contracts/threads";
import type { TurnView } from "@/lib/contracts/turns";

const ThreadViewer = lazyPiece(
  () => import("@/components/studio/thread/thread-viewer").then((it) => it.default),
  ({ location }) => ({ isOpen: true, close: location.closeView }),
);
const WhatTheModelSees = lazyPiece(
  () => import("@/components/composer/what-the-model-sees").then((it) => it.WhatTheModelSees),
  openHandle,
);

/** A loaded thread: its path, its composer, its versions. */
export function LoadedThread({ threadId, page }: { threadId: ThreadId; page: ThreadPage }) {
  const client = useQueryClient();
  const threadLocation = useThreadLocation();
  const studio = useStudio();
  const composer = useRef<ComposerHandle>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const selection = useSelection(threadId, page);
  const { selected, parentTurnId, editing, setEditing } = selection;
  const [request, setRequest] = useState<RequestSource | null>(null);
  const [requested, requestTurn] = useRequestedTurn(threadLocation.at);
  const [isPanelOpen, setPanelOpen] = usePanelOpen();
  const [isSheetOpen, setSheetOpen] = useState(false);
  const isViewing = threadLocation.view !== null;
  const rights = rightsIn(page.thread, studio);
  const sharing = useThreadSharing(threadId, page);
  useDocumentTitle(page.thread.title);

  useEffect(() => {
    // The composer that had the focus was unmounted with the start page.
    if (takeStarted(threadId)) composer.current?.focus();
  }, [threadId]);

  const pictures = useMemo(() => picturesOf(page.path), [page.path]);
  const threadPictures = useMemo(() => pictures.map(({ image }) => image), [pictures]);
  const viewed = isViewing && pictures.find(({ image }) => image.id === threadLocation.view);

  const goTo = (turnId: TurnId) => {
    selection.choose({ kind: "newest" });
    threadLocation.goTo(turnId);
  };

  const selectVersion = (node: TreeNode) => {
    const picture = picturesIn(node)[0];
    const isOnPath = page.path.some((turn) => turn.id === node.turnId);
    if (!isOnPath) threadLocation.goTo(node.turnId);
    selection.choose(
      picture
        ? { kind: "picture", imageId: picture.imageId, turnId: node.turnId }
        : { kind: "newest" },
    );
    requestTurn(node.turnId);
  };

  /** Shows a new turn. A thread opens at its newest turn, so no `at` is needed. */
  const followSent = (turn: TurnView, thread: ThreadSummary, keepsBase = false) => {
    // Read the cache: when the reply arrives, this render's page may be outdated.
    const here =
      client.getQueryData<ThreadPage>(keys.threadPage(threadId, threadLocation.at)) ?? page;
    const isEnd = [turn.id, turn.parentTurnId].includes(endOf(here.path)?.id ?? null);
    const newest = keys.threadPage(threadId, null);
    if (!keepsBase) {
      selection.choose({ kind: "newest" });
      setEditing(null);
    }
    client.setQueryData<ThreadPage>(newest, { ...branchPage(here, turn), thread });
    if (threadLocation.at !== null) threadLocation.goTo(null);
    // The page built here may lack an event that arrived meanwhile, so fetch the server's.
    if (threadLocation.at !== null || !isEnd) {
      void client.invalidateQueries({ queryKey: newest, exact: true });
    }
    scroller.current?.scrollTo({ top: 0 });
  };
  const vary = useVary(followSent);

  const latestFollow = useLatest((turn: TurnView, thread: ThreadSummary) => {
    followSent(turn, thread);
    const made = turn.generations[0]?.images[0];
    if (threadLocation.view === null) requestTurn(turn.id, { takesFocus: true });
    // With an `at` in the address, clearing it has already closed the viewer.
    else if (threadLocation.at === null && made) threadLocation.swapView(made.id);
    else if (threadLocation.at === null) threadLocation.closeView();
  });

  const actions: StudioActions = {
    mayMake: rights.mayWrite,
    refine: (imageId: ImageId) => {
      setEditing(null);
      selection.choosePicture(imageId);
      composer.current?.focus();
    },
    vary: (turn, change) => void vary(turn, change),
    edit: (turn) => {
      setEditing(turn);
      composer.current?.focus();
    },
    addReference: (image) => {
      composer.current?.addReference(image);
      composer.current?.focus();
    },
    showRequest: (turnId) => setRequest({ kind: "turn", turnId }),
    open: threadLocation.openView,
    goTo,
    follow: (turn, thread) => latestFollow.current(turn, thread),
    modelOf: (model) => studio.models.find((offer) => offer.id === model),
  };

  const { mayWrite } = rights;
  useArrivedPicture({ threadId, pictures, mayWrite, refine: actions.refine, vary: actions.vary });
  useViewerReturn(threadLocation.view);
  useThreadKeys({ page, selectedTurnId: selected?.turn.id ?? null, isListening: !isViewing, goTo });

  return (
    <StudioActionsProvider value={actions}>
      <BeneathProvider fallbackId={selected?.image.id ?? null} isListening={!isViewing}>
        <div className="flex h-dvh min-w-0 flex-1">
          <div className="flex min-w-0 flex-1 flex-col">
            <ThreadHeader
              title={<ThreadTitle thread={page.thread} mayRename={rights.mayWrite} />}
              visibility={<ThreadVisibility thread={page.thread} />}
              onlookers={<Viewers threadId={threadId} isShared={rights.isShared} />}
              onShowRequest={
                rights.mayWrite
                  ? () => {
                      const draft = composer.current?.currentDraft();
                      if (draft) setRequest({ kind: "draft", draft });
                    }
                  : undefined
              }
              sharing={sharing}
              isPanelOpen={isPanelOpen}
              onShowVersions={() => {
                if (window.matchMedia("(min-width: 1024px)").matches) setPanelOpen(true);
                else setSheetOpen(true);
              }}
            />
            <TurnColumn
              threadId={threadId}
              at={threadLocation.at}
              page={page}
              selectedId={selected?.image.id ?? null}
              requested={requested}
              scroller={scroller}
            />
            <div className="mx-auto w-full max-w-[768px] shrink-0 px-2 pb-2 sm:px-6 sm:pb-5">
              {rights.mayWrite ? (
                <Composer
                  ref={composer}
                  threadId={threadId}
                  settings={page.thread.settings}
                  systemInstruction={page.thread.systemInstruction}
                  parentTurnId={parentTurnId}
                  base={selection.base}
                  baseState={selection.baseState}
                  target={selection.target}
                  choiceTarget={selection.choiceTarget}
                  onRestore={selection.restore}
                  onClearBase={() => selection.choose({ kind: "none" })}
                  onNewestBase={() => selection.choose({ kind: "newest" })}
                  editing={editing}
                  onCancelEdit={() => setEditing(null)}
                  onSent={followSent}
                  turns={page.path}
                  threadPictures={threadPictures}
                />
              ) : (
                <ReadOnlyNote workspaceName={studio.workspace.name} />
              )}
            </div>
          </div>
          {isPanelOpen && (
            <VersionsPanel
              threadId={threadId}
              selectedId={parentTurnId}
              onSelect={selectVersion}
              onClose={() => setPanelOpen(false)}
            />
          )}
        </div>
        <VersionsSheet
          open={isSheetOpen}
          onOpenChange={setSheetOpen}
          threadId={threadId}
          selectedId={parentTurnId}
          onSelect={selectVersion}
        />
      </BeneathProvider>
      {threadLocation.view !== null && (
        <ThreadViewer
          thread={page.thread}
          location={threadLocation}
          imageId={threadLocation.view}
          pictures={pictures}
          badge={
            viewed && <SizeBadge key={viewed.image.id} turn={viewed.turn} image={viewed.image} />
          }
          mayWrite={mayWrite}
          refine={actions.refine}
          refineAt={(turnId, imageId) => {
            goTo(turnId);
            setEditing(null);
            selection.choose({ kind: "picture", imageId, turnId });
            composer.current?.focus();
          }}
          vary={actions.vary}
          varyAt={(turnId, imageId) => {
            leavePicture(threadId, imageId, "vary");
            goTo(turnId);
          }}
          addReference={actions.addReference}
          goTo={(turnId) => {
            if (page.path.some((turn) => turn.id === turnId))
              requestTurn(turnId, { takesFocus: true });
            else goTo(turnId);
          }}
        />
      )}
      {request && (
        <WhatTheModelSees
          source={request}
          open
          onOpenChange={(isOpen) => {
            if (!isOpen) setRequest(null);
          }}
        />
      )}
    </StudioActionsProvider>
  );
}

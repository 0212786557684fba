"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { sharedImagePath, useShare } from "@/components/share/share-context";
import { classNames } from "@/components/ui/class-names";
import type { ImageId } from "@/lib/contracts/ids";
import type { SharedImage } from "@/lib/contracts/share-view";

type Props = {
  image: SharedImage;
  /** Called when the picture is wholly there. */
  onShown?: (imageId: ImageId) => void;
};

/** A picture in its frame; the next one dissolves in over it once it is decoded. */
export function Dissolve({ image, onShown }: Props) {
  const [layers, setLayers] = useState<readonly SharedImage[]>([image]);
  const top = layers.at(-1);
  if (top?.id !== image.id) {
    setLayers([...layers.filter(({ id }) => id !== image.id).slice(-2), image]);
  }
  return layers.map((layer, index) => (
    <Layer
      key={layer.id}
      image={layer}
      isLowest={index === 0}
      isTop={layer.id === image.id}
      onShown={() => {
        setLayers((now) => {
          const index = now.findIndex(({ id }) => id === layer.id);
          return index > 0 ? now.slice(index) : now;
        });
        onShown?.(layer.id);
      }}
    />
  ));
}

type LayerProps = { image: SharedImage; isLowest: boolean; isTop: boolean; onShown: () => void };

function Layer({ image, isLowest, isTop, onShown }: LayerProps) {
  const { base } = useShare();
  // The first picture of the page shows while it loads.
  const [isDecoded, setDecoded] = useState(isLowest);
  const img = useRef<HTMLImageElement>(null);
  const decoded = () => {
    setDecoded(true);
    if (isLowest) onShown();
  };
  const wasLoaded = useEffectEvent(() => {
    if (isLowest && img.current?.complete && img.current.naturalWidth > 0) onShown();
  });
  // The server's picture may be there before this code.
  useEffect(() => wasLoaded(), []);
  return (
    <img
      ref={img}
      src={sharedImagePath(base, image.id, 1440)}
      width={image.width}
      height={image.height}
      alt={isTop ? image.alt : ""}
      fetchPriority="high"
      draggable={false}
      onLoad={(event) => void event.currentTarget.decode().then(decoded, decoded)}
      onError={decoded}
      onTransitionEnd={onShown}
      className={classNames(
        "absolute inset-0 size-full object-cover transition-opacity duration-[700ms]",
        isDecoded ? "opacity-100" : "opacity-0",
      )}
    />
  );
}

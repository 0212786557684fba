-- Search by fragments of text in any language: every text is indexed by its single characters and its pairs of
-- neighbouring characters. pg_trgm is no alternative: with the locale C it indexes nothing but ASCII letters.

-- What a text is indexed by. Its real cost keeps the planner from calling it for row after row.
CREATE FUNCTION search_grams(raw text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL RESTRICTED COST 1000 AS $$
  SELECT coalesce(array_agg(DISTINCT gram), '{}')
  FROM (SELECT string_to_array(lower(raw), NULL) AS chars) text,
       unnest(chars, chars[2:]) AS pair(first, second),
       LATERAL (VALUES (first), (first || second)) AS grams(gram)
  WHERE gram IS NOT NULL
$$;

-- What a text must be indexed by to contain a fragment.
CREATE FUNCTION search_query_grams(fragment text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN length(lower(fragment)) < 2 THEN ARRAY[lower(fragment)] ELSE (
    SELECT array_agg(DISTINCT first || second)
    FROM (SELECT string_to_array(lower(fragment), NULL) AS chars) text, unnest(chars, chars[2:]) AS pair(first, second)
    WHERE second IS NOT NULL
  ) END
$$;

ALTER TABLE "Image" ADD COLUMN "searchText" text NOT NULL DEFAULT '';

-- The instruction, the name and the thread's title in lower case. The title of a private thread is left out of a
-- colleague's image, which stays visible to that colleague.
CREATE FUNCTION image_search_text(image_name text, image_creator uuid, generation uuid) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT lower(concat_ws(E'\n', prompt, CASE WHEN position(name IN prompt) > 0 THEN NULL ELSE name END,
                         CASE WHEN position(title IN prompt) > 0 THEN NULL ELSE title END))
  FROM (
    SELECT image_name AS name, turn.prompt,
           CASE WHEN thread.visibility = 'workspace' OR thread."createdById" = image_creator THEN thread.title END AS title
    FROM (SELECT generation AS id) wanted
    LEFT JOIN "Generation" made ON made.id = wanted.id
    LEFT JOIN "Turn" turn ON turn.id = made."turnId"
    LEFT JOIN "Thread" thread ON thread.id = turn."threadId"
  ) parts
$$;

UPDATE "Image" SET "searchText" = image_search_text(name, "createdById", "generationId");

CREATE FUNCTION set_image_search_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."searchText" := image_search_text(NEW.name, NEW."createdById", NEW."generationId");
  RETURN NEW;
END $$;
-- The audience moves with the thread's visibility, which decides about the title.
CREATE TRIGGER image_search_text BEFORE INSERT OR UPDATE OF name, "createdById", "generationId", "audienceId" ON "Image"
  FOR EACH ROW EXECUTE FUNCTION set_image_search_text();

CREATE FUNCTION refresh_images_of_thread() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Image" SET name = name WHERE "threadId" = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER image_search_text AFTER UPDATE OF title ON "Thread"
  FOR EACH ROW WHEN (OLD.title IS DISTINCT FROM NEW.title) EXECUTE FUNCTION refresh_images_of_thread();

CREATE FUNCTION refresh_images_of_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Image" image SET name = image.name FROM "Generation" made
  WHERE made.id = image."generationId" AND made."turnId" = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER image_search_text AFTER UPDATE OF prompt ON "Turn"
  FOR EACH ROW WHEN (OLD.prompt IS DISTINCT FROM NEW.prompt) EXECUTE FUNCTION refresh_images_of_turn();

-- A short list of pending entries, because every search reads all of it.
CREATE INDEX "Image_search_idx" ON "Image" USING gin (search_grams("searchText")) WITH (gin_pending_list_limit = 256);
CREATE INDEX "Turn_search_idx" ON "Turn" USING gin (search_grams("prompt")) WITH (gin_pending_list_limit = 256);
CREATE INDEX "Thread_search_idx" ON "Thread" USING gin (search_grams("title")) WITH (gin_pending_list_limit = 256);

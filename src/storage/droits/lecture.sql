-- Placeholders are filled by lecture.rs: how a function acts for its owner, the document, its form, the columns of lists.

CREATE INDEX IF NOT EXISTS journal_exports ON journal (qui, quand) WHERE operation = 'export';

-- Of these dossiers, named by id or by number in JSON, those that this person may read; a line for each, and
-- for each that was refused. What is not there and what is refused answer alike.
CREATE OR REPLACE FUNCTION consulter(cles text, objet text) RETURNS uuid[] LANGUAGE plpgsql {SURE} AS $f$
DECLARE lus uuid[] := '{}'; d record;
BEGIN
  FOR d IN SELECT x.id, x.numero, public.peut_lire(x.id) AS permis FROM public.dossier x JOIN (SELECT DISTINCT c.cle FROM json_array_elements_text(cles::json) c (cle)) c
    ON x.id = CASE WHEN c.cle ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN c.cle::uuid END OR x.numero = c.cle ORDER BY x.numero LOOP
    PERFORM public.consigner(CASE WHEN d.permis THEN 'consultation' ELSE 'refus' END, objet, d.id, jsonb_build_object('numero', d.numero));
    IF d.permis THEN lus := lus || d.id; END IF;
  END LOOP;
  RETURN lus;
END $f$;

-- Was the line of each of these dossiers written for good, just now, by this person? Nothing is read by a
-- transaction that has written anything: its line could still be taken back.
CREATE OR REPLACE FUNCTION trace_ecrite(dossiers uuid[]) RETURNS boolean LANGUAGE plpgsql {SURE} AS $f$
BEGIN
  IF pg_current_xact_id_if_assigned() IS NOT NULL THEN
    RAISE EXCEPTION 'un dossier se lit hors de toute écriture' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NOT EXISTS (SELECT 1 FROM unnest(dossiers) d (id) WHERE NOT EXISTS (
      SELECT 1 FROM public.journal j WHERE j.dossier_id = d.id AND j.qui = session_user AND j.operation = 'consultation'
        AND j.quand > clock_timestamp() - interval '10 s'))
    OR public.export_trace();
END $f$;

CREATE OR REPLACE FUNCTION export_trace() RETURNS boolean LANGUAGE plpgsql {SURE} AS $f$
BEGIN
  IF pg_current_xact_id_if_assigned() IS NOT NULL THEN
    RAISE EXCEPTION 'un dossier se lit hors de toute écriture' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN EXISTS (SELECT 1 FROM public.journal j WHERE j.qui = session_user AND j.operation = 'export' AND j.nom_table = 'dossier' AND j.quand > clock_timestamp() - interval '2 h');
END $f$;

CREATE OR REPLACE FUNCTION document_dossiers(dossiers uuid[]) RETURNS text LANGUAGE plpgsql {SURE} AS $f$
BEGIN
  IF NOT public.trace_ecrite(dossiers) THEN RETURN NULL; END IF;
  RETURN (SELECT json_agg(x.texte ORDER BY x.numero) FROM (SELECT un.numero, ({document} WHERE d.id = un.id) AS texte
    FROM public.dossier un WHERE un.id = ANY (dossiers) AND public.peut_lire(un.id)) x);
END $f$;

-- So many dossiers after that one, in the order of their ids, for an export that was told to the journal.
CREATE OR REPLACE FUNCTION document_tranche(apres uuid, combien integer, forme text) RETURNS text LANGUAGE plpgsql {SURE} AS $f$
BEGIN
  IF forme <> '{forme}' THEN RAISE EXCEPTION 'forme de dossier inconnue'; END IF;
  -- Who owns the base reads it all in any case, and may do it in one instant that sees no line written since.
  IF NOT (public.maitre() OR public.export_trace()) THEN
    RAISE EXCEPTION 'un export se dit d’abord au journal' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN (SELECT json_agg(x.texte ORDER BY x.id) FROM (SELECT un.id, ({document} WHERE d.id = un.id) AS texte
    FROM (SELECT id FROM public.dossier WHERE id > apres AND public.peut_lire(id) ORDER BY id LIMIT combien) un) x);
END $f$;

CREATE OR REPLACE FUNCTION document_historique(dossier uuid) RETURNS text LANGUAGE plpgsql {SURE} AS $f$
BEGIN
  IF NOT public.trace_ecrite(ARRAY[dossier]) OR NOT public.peut_lire(dossier) THEN RETURN NULL; END IF;
  RETURN (SELECT json_agg(json_build_array(j.quand::text, j.qui, j.operation, j.nom_table, j.ligne::text, j.avant::text, j.apres::text) ORDER BY j.id DESC)
    FROM (SELECT * FROM public.journal j WHERE j.operation IN ('ajout', 'modification', 'suppression') AND (j.dossier_id = dossier
      OR (j.dossier_id IS NULL AND j.ligne IN (SELECT e.enfant_id FROM public.enfant_concerne e WHERE e.dossier_id = dossier)))
      ORDER BY j.id DESC LIMIT 1000) j);
END $f$;

CREATE OR REPLACE FUNCTION document_courriers(courriers uuid[]) RETURNS text LANGUAGE plpgsql {SURE} AS $f$
BEGIN
  IF NOT public.trace_ecrite(ARRAY (SELECT DISTINCT c.dossier_id FROM public.courrier c WHERE c.id = ANY (courriers) AND public.peut_lire(c.dossier_id))) THEN
    RETURN NULL;
  END IF;
  RETURN (SELECT json_agg(json_build_array(c.id, c.lettre)) FROM public.courrier c WHERE c.id = ANY (courriers) AND public.peut_lire(c.dossier_id));
END $f$;

CREATE OR REPLACE FUNCTION consulter_courriers(courriers uuid[]) RETURNS void LANGUAGE plpgsql {SURE} AS $f$
BEGIN
  PERFORM public.consulter((SELECT json_agg(DISTINCT c.dossier_id) FROM public.courrier c WHERE c.id = ANY (courriers))::text, 'courrier');
END $f$;

-- By id or by number, as JSON: the documents of those that are there and may be read, one round trip.
CREATE OR REPLACE PROCEDURE lire_dossiers(cles text, forme text, INOUT documents text) LANGUAGE plpgsql AS $f$
DECLARE lus uuid[];
BEGIN
  IF forme <> '{forme}' THEN RAISE EXCEPTION 'forme de dossier inconnue'; END IF;
  lus := public.consulter(cles, 'dossier');
  COMMIT;
  documents := public.document_dossiers(lus);
END $f$;

CREATE OR REPLACE PROCEDURE lire_historique(dossier text, INOUT documents text) LANGUAGE plpgsql AS $f$
DECLARE lus uuid[];
BEGIN
  lus := public.consulter(json_build_array(dossier)::text, 'historique');
  COMMIT;
  documents := CASE WHEN cardinality(lus) > 0 THEN public.document_historique(lus[1]) END;
END $f$;

CREATE OR REPLACE PROCEDURE lire_courriers(courriers text, INOUT documents text) LANGUAGE plpgsql AS $f$
DECLARE ids uuid[] := ARRAY (SELECT c.id::uuid FROM json_array_elements_text(courriers::json) c (id));
BEGIN
  PERFORM public.consulter_courriers(ids);
  COMMIT;
  documents := public.document_courriers(ids);
END $f$;

CREATE OR REPLACE FUNCTION consulter_piece(piece uuid) RETURNS void LANGUAGE plpgsql {SURE} AS $f$
BEGIN
  PERFORM public.consulter((SELECT json_build_array(p.dossier_id) FROM public.piece p WHERE p.id = consulter_piece.piece)::text, 'piece');
END $f$;

-- Its bytes in hexadecimal, and their digest.
CREATE OR REPLACE FUNCTION document_piece(piece uuid) RETURNS text LANGUAGE plpgsql {SURE} AS $f$
DECLARE p public.piece;
BEGIN
  SELECT * INTO p FROM public.piece x WHERE x.id = document_piece.piece;
  IF p.id IS NULL OR NOT public.trace_ecrite(ARRAY[p.dossier_id]) OR NOT public.peut_lire(p.dossier_id) THEN RETURN NULL; END IF;
  RETURN json_build_array(encode(p.contenu, 'hex'), p.sha256);
END $f$;

CREATE OR REPLACE PROCEDURE lire_piece(piece text, INOUT documents text) LANGUAGE plpgsql AS $f$
BEGIN
  PERFORM public.consulter_piece(piece::uuid);
  COMMIT;
  documents := public.document_piece(piece::uuid);
END $f$;

-- How often each value of a list is used: numbers, for who keeps the lists and reads no dossier.
CREATE OR REPLACE FUNCTION usage_valeurs(liste text) RETURNS TABLE (id text, n bigint) LANGUAGE plpgsql STABLE {SURE} AS $f$
BEGIN
  RETURN QUERY SELECT t.id, count(*) FROM ({usages}) t (liste, id) WHERE t.liste = usage_valeurs.liste AND t.id IS NOT NULL GROUP BY t.id;
END $f$;

CREATE OR REPLACE FUNCTION fusionner_valeur(liste text, ancienne text, nouvelle text) RETURNS bigint LANGUAGE plpgsql {SURE} AS $f$
DECLARE n bigint; total bigint := 0; principaux uuid[];
BEGIN
  IF NOT (public.a_role('administration') OR public.maitre()) THEN
    RAISE EXCEPTION 'les listes sont tenues par l’administration' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- A child who has both motives keeps one row, with both texts, principal if either was.
  IF liste = 'motif' THEN
    principaux := ARRAY (SELECT d.enfant_concerne_id FROM public.motif_enfant d JOIN public.motif_enfant m ON m.enfant_concerne_id = d.enfant_concerne_id AND m.motif = nouvelle
      WHERE d.principal AND d.motif = ancienne);
    UPDATE public.motif_enfant m SET precision_motif = concat_ws(' ; ', nullif(m.precision_motif, ''), d.precision_motif) FROM public.motif_enfant d
      WHERE d.enfant_concerne_id = m.enfant_concerne_id AND coalesce(d.precision_motif, '') <> '' AND m.motif = nouvelle AND d.motif = ancienne;
    DELETE FROM public.motif_enfant d WHERE d.motif = ancienne AND EXISTS (SELECT 1 FROM public.motif_enfant m WHERE m.enfant_concerne_id = d.enfant_concerne_id AND m.motif = nouvelle);
    GET DIAGNOSTICS total = ROW_COUNT;
    UPDATE public.motif_enfant m SET principal = true WHERE m.motif = nouvelle AND m.enfant_concerne_id = ANY (principaux);
  END IF;
{fusions}
  RETURN total;
END $f$;

-- The cell and the observatory count every fact, a territory its own, who keeps lists or accounts none.
CREATE OR REPLACE FUNCTION territoires_des_faits() RETURNS text[] LANGUAGE plpgsql STABLE {SURE} AS $f$
BEGIN
  RETURN CASE WHEN public.voit_faits() THEN ARRAY (SELECT id FROM public.territoire) ELSE public.mes_territoires() END;
END $f$;

-- What « vigie base etat » counts, for who may read none of it.
CREATE OR REPLACE FUNCTION compter_base() RETURNS text LANGUAGE plpgsql STABLE {SURE} AS $f$
BEGIN
  RETURN json_build_array((SELECT count(*) FROM public.dossier), (SELECT count(*) FROM public.enfant), (SELECT count(*) FROM public.journal));
END $f$;

DROP INDEX "events_by_recording";--> statement-breakpoint
DROP INDEX "events_by_occurrence";--> statement-breakpoint
DROP INDEX "events_by_type";--> statement-breakpoint
DROP INDEX "events_by_actor";--> statement-breakpoint
DROP INDEX "events_by_correlation";--> statement-breakpoint
DROP INDEX "events_archive_by_recording";--> statement-breakpoint
DROP INDEX "events_archive_by_occurrence";--> statement-breakpoint
DROP INDEX "events_archive_by_type";--> statement-breakpoint
DROP INDEX "events_archive_by_actor";--> statement-breakpoint
DROP INDEX "events_archive_by_correlation";--> statement-breakpoint
CREATE INDEX "events_by_recording" ON "events" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "events_by_occurrence" ON "events" USING btree ("occurred_at");--> statement-breakpoint
CREATE INDEX "events_by_type" ON "events" USING btree ("event_type","created_at");--> statement-breakpoint
CREATE INDEX "events_by_actor" ON "events" USING btree (("metadata" -> 'actor' ->> 'id'),"created_at");--> statement-breakpoint
CREATE INDEX "events_by_correlation" ON "events" USING btree (("metadata" ->> 'correlationId'),"created_at") WHERE ("events"."metadata" ->> 'correlationId') is not null;--> statement-breakpoint
CREATE INDEX "events_archive_by_recording" ON "events_archive" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "events_archive_by_occurrence" ON "events_archive" USING btree ("occurred_at");--> statement-breakpoint
CREATE INDEX "events_archive_by_type" ON "events_archive" USING btree ("event_type","created_at");--> statement-breakpoint
CREATE INDEX "events_archive_by_actor" ON "events_archive" USING btree (("metadata" -> 'actor' ->> 'id'),"created_at");--> statement-breakpoint
CREATE INDEX "events_archive_by_correlation" ON "events_archive" USING btree (("metadata" ->> 'correlationId'),"created_at") WHERE ("events_archive"."metadata" ->> 'correlationId') is not null;--> statement-breakpoint
-- Every movement changes its account's row and none of the indexed columns: with room on the page
-- the new row stays there, and no index hears of it.
ALTER TABLE "accounts" SET (fillfactor = 70);

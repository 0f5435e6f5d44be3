CREATE TABLE "case_files" (
	"aggregate_id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid,
	"person_id" text,
	"version" integer NOT NULL,
	"text_version" integer NOT NULL,
	"status" text NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"words" text NOT NULL,
	"assignee_id" text,
	"assignee_name" text,
	"due" text,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "case_files_words" ON "case_files" USING gin (to_tsvector('simple', "words"));--> statement-breakpoint
CREATE INDEX "case_files_by_change" ON "case_files" USING btree ("changed_at","aggregate_id");--> statement-breakpoint
CREATE INDEX "case_files_of_account" ON "case_files" USING btree ("account_id") WHERE "case_files"."account_id" is not null;--> statement-breakpoint
CREATE INDEX "case_files_of_person" ON "case_files" USING btree ("person_id") WHERE "case_files"."person_id" is not null;
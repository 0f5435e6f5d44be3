CREATE TABLE "known_units" (
	"code" text PRIMARY KEY NOT NULL,
	"places" smallint NOT NULL
);

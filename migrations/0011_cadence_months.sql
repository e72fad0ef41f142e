-- In which months editions may be due: bit 1 January … bit 12 December. An agenda of
-- a month reads the series of that month only. Until it is derived anew: all months.
ALTER TABLE cadence ADD COLUMN months INTEGER NOT NULL DEFAULT 8190;

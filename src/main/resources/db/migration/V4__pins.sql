-- Pins that are known from the start are told apart from those that the first use bound.

ALTER TABLE publisher ADD COLUMN pins_resolved_at timestamptz;
ALTER TABLE publisher ADD CONSTRAINT publisher_resolved_pins CHECK (pins_resolved_at IS NULL OR pins IS NOT NULL);
COMMENT ON COLUMN publisher.pins_resolved_at IS 'When the forge said what the pins are; null: the first use binds or bound them';
COMMENT ON COLUMN publisher.pin_deadline IS 'Until when the first use may bind the pins; null where the provider has no pins, and where they were known from the start';

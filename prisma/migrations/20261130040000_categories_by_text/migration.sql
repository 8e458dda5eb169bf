-- DropTable
-- Nobody reads it: readers take the categories from the text of the vehicle, and writing it was a quarter of
-- what a new vehicle costs.
DROP TABLE "vehicle_categories";

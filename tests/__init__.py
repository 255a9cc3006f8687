"""The tests of htmlrepair; README.md says which promise is tested where."""

"""What an applicant promises in the place of a material (容缺, 告知承诺), or of proving a condition (告知承诺)."""

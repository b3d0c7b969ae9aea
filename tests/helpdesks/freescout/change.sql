UPDATE saved_replies SET name = 'Refund on its way' WHERE id = 3;
UPDATE saved_replies SET text = '<div>Salut</div>' WHERE id = 4;
DELETE FROM saved_replies WHERE id = 5;

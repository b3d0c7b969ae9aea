-- MySQL dump 10.13  Distrib 8.0.39, for Linux (x86_64)
--
-- Host: localhost    Database: freescout
-- ------------------------------------------------------
-- Server version	8.0.39

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!50503 SET NAMES utf8mb4 */;
/*!40103 SET TIME_ZONE='+00:00' */;

DROP TABLE IF EXISTS `mailboxes`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!50503 SET character_set_client = utf8mb4 */;
CREATE TABLE `mailboxes` (
  `id` int unsigned NOT NULL AUTO_INCREMENT,
  `name` varchar(40) COLLATE utf8mb4_unicode_ci NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `mailboxes` WRITE;
INSERT INTO `mailboxes` VALUES (1,'Shop & more');
UNLOCK TABLES;

CREATE TABLE `saved_replies` (
  `id` int unsigned NOT NULL AUTO_INCREMENT,
  `mailbox_id` int NOT NULL,
  `name` varchar(75) COLLATE utf8mb4_unicode_ci NOT NULL,
  `text` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
  `user_id` int NOT NULL,
  `created_at` timestamp NULL DEFAULT NULL,
  `updated_at` timestamp NULL DEFAULT NULL,
  `sort_order` int NOT NULL DEFAULT '1',
  `parent_saved_reply_id` int unsigned DEFAULT NULL,
  `attachments` text COLLATE utf8mb4_unicode_ci,
  PRIMARY KEY (`id`),
  KEY `saved_replies_mailbox_id_sort_order_index` (`mailbox_id`,`sort_order`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

LOCK TABLES `saved_replies` WRITE;
/*!40000 ALTER TABLE `saved_replies` DISABLE KEYS */;
INSERT INTO `saved_replies` VALUES (1,1,'Greetings',NULL,2,'2026-01-02 03:04:05','2026-01-02 03:04:05',1,NULL,NULL),(2,1,'How can we help? 🙂','<div>Hi {%customer.firstName,fallback=there%},<br></div><div>how can we help with “{%subject%}”?</div>',2,'2026-01-02 03:04:05','2026-02-03 04:05:06',2,1,NULL),(3,9,'Of nobody','<div>Secret.</div>',2,NULL,NULL,3,NULL,NULL);
/*!40000 ALTER TABLE `saved_replies` ENABLE KEYS */;
UNLOCK TABLES;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;

-- Dump completed on 2026-02-28 10:00:00

-- MySQL dump 10.13  Distrib 5.5.62, for debian-linux-gnu (x86_64)
/*!40101 SET NAMES utf8 */;
CREATE TABLE `ost_canned_response` (
  `canned_id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `dept_id` int(10) unsigned NOT NULL DEFAULT '0',
  `isenabled` tinyint(1) unsigned NOT NULL DEFAULT '1',
  `title` varchar(255) NOT NULL DEFAULT '',
  `response` text NOT NULL,
  `lang` varchar(16) NOT NULL DEFAULT 'en_US',
  `notes` text,
  `created` datetime NOT NULL,
  `updated` datetime NOT NULL,
  PRIMARY KEY (`canned_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
LOCK TABLES `ost_canned_response` WRITE;
/*!40000 ALTER TABLE `ost_canned_response` DISABLE KEYS */;
INSERT INTO `ost_canned_response` VALUES (7,2,1,'Shipping','<p>Two days.</p>','en_US',NULL,'2013-01-02 03:04:05','0000-00-00 00:00:00'),(8,3,1,'Of nobody','<p>Secret.</p>','en_US',NULL,'2013-01-02 03:04:05','2013-01-02 03:04:05');
/*!40000 ALTER TABLE `ost_canned_response` ENABLE KEYS */;
UNLOCK TABLES;
CREATE TABLE `ost_department` (
  `dept_id` int(11) unsigned NOT NULL AUTO_INCREMENT,
  `dept_name` varchar(128) NOT NULL DEFAULT '',
  PRIMARY KEY (`dept_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
INSERT INTO `ost_department` VALUES (1,'Support'),(2,'Sales');
-- Dump completed on 2013-01-31 10:00:00
